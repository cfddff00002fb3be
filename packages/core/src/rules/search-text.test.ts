import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasTerms, rangesOf, termsOf, wordLength, wordsAtMost, wordsOf } from './search-text.ts'

const found = (text: string, query: string): boolean => {
  const terms = termsOf(query)
  return terms.length > 0 && hasTerms(new Set(wordsOf(text)), terms)
}

const marked = (text: string, query: string): readonly string[] =>
  rangesOf(text, termsOf(query)).map(({ start, end }) => text.slice(start, end))

describe('words', () => {
  test.each<[string, string, readonly string[]]>([
    ['Latin', "Don't PANIC: 42 times!", ['don', 't', 'panic', '42', 'times']],
    ['full case folding', 'Straße STRASSE strasse ß ẞ', ['strasse', 'ss']],
    ['Turkish', 'İ\u0307stanbul İstanbul ISTANBUL ıstanbul', ['istanbul']],
    ['Greek', 'ΟΔΟΣ οδος', ['οδοσ']],
    ['Cyrillic', 'Ёлка ёлка е\u0308лка', ['ёлка']],
    ['Arabic', 'السلام عليكم', ['السلام', 'عليكم']],
    ['Hebrew', 'בוקר טוב', ['בוקר', 'טוב']],
    ['Hindi, whose marks belong to the word', 'हिन्दी में', ['हिन्दी', 'में']],
    ['Thai', 'ไทย', ['ไท', 'ทย', 'ย']],
    ['Thai, whose marks belong to the character', 'ดื่ม', ['ดื่ม', 'ม']],
    ['Lao', 'ລາວ', ['ລາ', 'າວ', 'ວ']],
    ['Khmer', 'ខ្មែរ', ['ខ្មែ', 'មែរ', 'រ']],
    ['Chinese', '北京烤鸭', ['北京', '京烤', '烤鸭', '鸭']],
    ['Japanese', 'カメラで', ['カメ', 'メラ', 'ラで', 'で']],
    ['Korean', '서울에서', ['서울', '울에', '에서', '서']],
    ['Korean spelled out', '서울'.normalize('NFD'), ['서울', '울']],
    ['half-width Korean', 'ﾡￂ ㅋㅋ', ['가', 'ᄏᄏ', 'ᄏ']],
    ['half-width kana', 'ｶﾞｷﾞ', ['ガギ', 'ギ']],
    ['full-width Latin', 'ＡＢＣ１２３', ['abc123']],
    ['compatibility forms', 'ﬁne ½ ㎏ ①', ['fine', '1', '2', 'kg']],
    ['what is not seen', 'co\u00adop da\u200bta می\u200cخواهم', ['coop', 'data', 'میخواهم']],
    ['signs', '5 € + $ 👍🏽 ❤️ 🇩🇪', ['5', '€', '$', '👍', '❤', '🇩', '🇪']],
    ['mixed scripts', 'iPhone用ケース', ['iphone', '用ケ', 'ケー', 'ース', 'ス']],
    ['punctuation alone', '%_\\"\'()&|!*:<->…', []],
  ])('of %s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('are cut to their bounds, and found by what is kept', () => {
    const long = 'a'.repeat(10_240)
    expect(wordsOf(long)).toEqual(['a'.repeat(wordLength)])
    expect(found(long, long)).toBe(true)
    expect(wordsOf(`é${'𝒳'.repeat(64)}`).every((word) => word.isWellFormed())).toBe(true)
    expect(wordsOf(`ж${'𐐷'.repeat(64)}`)).toEqual([`ж${'𐐷'.repeat(31)}`])
    const many = Array.from({ length: 3_000 }, (_, index) => `w${index}`)
    expect(wordsOf(many.join(' '))).toEqual(many.slice(0, wordsAtMost))
    expect(wordsOf(`${many.join(' ')} 語`)).toEqual(many.slice(0, wordsAtMost))
  })

  test('take little time, whatever the text', () => {
    const hostile = [
      `a${'\u0301\u0316'.repeat(8_000)}`,
      'ﷺ'.repeat(16_000),
      '\u1100'.repeat(16_000),
      '語'.repeat(16_000),
    ]
    for (const text of hostile) {
      // The best of some tries: the machine may have other things to do.
      let best = Infinity
      for (let tries = 0; tries < 8 && best >= 1_000; tries += 1) {
        const began = performance.now()
        wordsOf(text)
        best = Math.min(best, performance.now() - began)
      }
      expect(best).toBeLessThan(1_000)
    }
  })
})

describe('a query', () => {
  test('asks for every word, and the last one may go on', () => {
    expect(termsOf('Hello wor')).toEqual([
      { word: 'hello', prefix: false },
      { word: 'wor', prefix: true },
    ])
    expect(termsOf('wor wor')).toEqual([{ word: 'wor', prefix: false }])
    expect(found('hello world', 'WOR')).toBe(true)
    expect(found('hello world', 'wor hello')).toBe(false)
    expect(termsOf('%')).toEqual([])
  })

  test('of a script without spaces is found inside of a text, by one character too', () => {
    expect(found('我喜欢吃北京烤鸭', '北京')).toBe(true)
    expect(found('我喜欢吃北京烤鸭', '京北')).toBe(false)
    for (const character of '我喜鸭') expect(found('我喜欢吃北京烤鸭', character)).toBe(true)
    expect(found('我喜欢', '欢 abc')).toBe(false)
    expect(found('เขากินข้าว', 'ข้าว')).toBe(true)
    expect(found('เขากินข้าว', 'ก')).toBe(true)
  })
})

describe('ranges', () => {
  test.each<[string, string, readonly string[]]>([
    ['Hello world', 'hel', ['Hel']],
    ['Hello hello', 'hello', ['Hello', 'hello']],
    ['STRASSE, Straße', 'strasse', ['STRASSE', 'Straße']],
    ['Straße', 'stras', ['Straß']],
    ['ﬁne', 'f', ['ﬁ']],
    ['cafe\u0301 x', 'café', ['cafe\u0301']],
    ['日本語と日本', '日本', ['日本', '日本']],
    ['日本語', '日本語', ['日本語']],
    ['日本語', '本', ['本']],
    ['서울에서'.normalize('NFD'), '서울', ['서울'.normalize('NFD')]],
    ['ｶﾞｷﾞ', 'ガ', ['ｶﾞ']],
    ['co\u00adop', 'coop', ['co\u00adop']],
    ['x 👍🏽 y', '👍', ['👍']],
    ['ยินดี', 'ดี', ['ดี']],
    ['nothing', 'else', []],
  ])('in %s for %s', (text, query, parts) => {
    expect(marked(text, query)).toEqual(parts)
  })
})

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('aAß İıſ\u0307ée\u0301ΣςσЁﬁ½ﷺ日本語ガｶﾞ한\u1112\u1161\u11ab\u0e01\u0e33\u00ad\u200d👍🏽%_ '),
    ),
    maxLength: 40,
  }),
)

describe('whatever the text', () => {
  test('it is found by itself, and by each of its words', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const words = wordsOf(text)
        expect(found(text, text)).toBe(termsOf(text).length > 0)
        for (const word of words) expect(found(text, word)).toBe(true)
      }),
    )
  })

  test('words are never empty, never repeated, well-formed and within their bound', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const words = wordsOf(text)
        expect(new Set(words).size).toBe(words.length)
        for (const word of words) expect(word.length > 0 && word.length <= wordLength).toBe(true)
        expect(words.every((word) => word.isWellFormed() || !text.isWellFormed())).toBe(true)
      }),
    )
  })

  test('ranges lie in the text, in order, apart, and never within a character', () => {
    fc.assert(
      fc.property(texts, texts, (text, query) => {
        let end = -1
        for (const range of rangesOf(text, termsOf(`${query} ${text.slice(0, 5)}`))) {
          expect(range.start).toBeGreaterThan(end)
          expect(range.end).toBeGreaterThan(range.start)
          expect(range.end).toBeLessThanOrEqual(text.length)
          expect(text.slice(range.start, range.end).isWellFormed() || !text.isWellFormed()).toBe(true)
          ;({ end } = range)
        }
      }),
    )
  })

  test('what is found has something marked', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const word of wordsOf(text)) expect(rangesOf(text, termsOf(word)).length).toBeGreaterThan(0)
      }),
    )
  })

  test('the short way through easy letters finds what the long one does', () => {
    const unit = fc.constantFrom(...Array.from('abcZ09 .,-$€£\'"_%\u00a0ÀÖØÞàöøÿĀįĴľŁňŊžЀЯяџ«»¿¡–—‘„…\n'))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        expect(wordsOf(text)).toEqual(wordsOf(`${text} 語`).filter((word) => word !== '語'))
      }),
    )
    const every = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code))
    for (const character of every)
      expect(wordsOf(character)).toEqual(wordsOf(`${character} 語`).filter((word) => word !== '語'))
  })
})
