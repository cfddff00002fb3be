import { describe, expect, test } from 'vitest'
import { en } from './en.ts'
import { loadStrings } from './catalogues.ts'
import { isRightToLeft, localeFor, localeNames } from './locales.ts'
import type { Strings } from './strings.ts'

/** Everything a catalogue says, of one and of several. */
const spoken = (strings: Strings): readonly string[] =>
  Object.values(strings).flatMap((text: unknown) => {
    if (typeof text === 'string') return [text]
    if (typeof text !== 'function') return []
    return [1, 2, 3, 11, 100].map((count) => String(text(count, count, true)))
  })

describe.each(localeNames)('the catalogue %s', (name) => {
  test('says everything, in words', async () => {
    const strings = await loadStrings(name)
    expect(Object.keys(strings)).toEqual(Object.keys(en))
    for (const text of spoken(strings)) expect(text.trim()).not.toBe('')
  })

  test('leaves no place of a count empty', async () => {
    for (const text of spoken(await loadStrings(name))) expect(text).not.toContain('#')
  })

  test('puts in the names and titles it is given', async () => {
    const strings = await loadStrings(name)
    expect(strings.saidBy('Ana', 'hello')).toMatch(/Ana.*hello/)
    expect(strings.newIn(3, 'C#')).toContain('C#')
    expect(strings.typing('Ana', 1)).toContain('Ana')
  })
})

test('a language is found by the first part of its tag, and English serves what is unknown', () => {
  expect(['de-AT', 'fr_FR', 'AR', 'ja-JP', 'xx', ''].map(localeFor)).toEqual(['de', 'fr', 'ar', 'ja', 'en', 'en'])
})

test('Arabic is written from right to left, and nothing else here is', () => {
  expect(localeNames.filter(isRightToLeft)).toEqual(['ar'])
})

test('plurals follow the language', async () => {
  const arabic = await loadStrings('ar')
  expect(arabic.memberCount(2)).toBe('عضوان')
  expect(en.memberCount(1)).toBe('1 member')
  expect(en.memberCount(2)).toBe('2 members')
})
