import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asMultiline,
  checkText,
  contentToText,
  isTooLong,
  MAX_LINE,
  safeLink,
  splitText,
} from '../../src/protocol/index.ts'

const squeeze = (text: string) => text.replaceAll(/\s+/g, '')

describe('a text that is cut', () => {
  test('loses nothing but spaces, and every part fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 20, max: 60 }), (text, limit) => {
        fc.pre(!text.includes('\n') && !/[`*[\]-]/.test(text))
        const parts = splitText(text, limit)
        expect(squeeze(parts.join(''))).toBe(squeeze(text))
        expect(parts.every((part) => part.length <= limit || text.length <= limit)).toBe(true)
      }),
    )
  })

  test('is never cut inside a surrogate pair or a joined emoji', () => {
    const family = '👩‍👩‍👧‍👦'
    const parts = splitText(family.repeat(30), 50)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part).toBe(family.repeat(part.length / family.length))
  })

  test.each([
    '`some code here`',
    '**bold words here**',
    '*thin words here*',
    '---old words here---',
    '[a long label](https://example.org/path "title")',
    '[tag:some-tag]',
  ])('keeps %s whole', (markup) => {
    const text = Array.from({ length: 30 }, () => `word ${markup}`).join(' ')
    const parts = splitText(text, 100)
    const count = parts.reduce((sum, part) => sum + part.split(markup).length - 1, 0)
    expect(count).toBe(30)
  })

  test('closes and opens a mark that is longer than a message', () => {
    const parts = splitText(`\`${'x'.repeat(250)}\``, 100)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect(part).toMatch(/^`x+`$/)
    expect(parts.join('').replaceAll('`', '')).toBe('x'.repeat(250))
  })

  test('is cut between code points where one character is larger than a message', () => {
    const zalgo = `e${'\u0301'.repeat(1_200)}`
    const flags = '\u{1F3F4}' + '\u{E0061}'.repeat(400)
    for (const text of [zalgo, `before ${zalgo}after`, `**${zalgo}**`, flags]) {
      const parts = splitText(text)
      expect(parts.every((part) => part.length <= MAX_LINE && part.isWellFormed())).toBe(true)
      expect(squeeze(parts.join('').replaceAll('*', ''))).toBe(squeeze(text.replaceAll('*', '')))
    }
  })

  test('fits also where a mark alone is longer than a message', () => {
    const ticks = '`'.repeat(300)
    for (const text of [`${ticks}code${ticks}`, `${ticks}${'x'.repeat(600)}${ticks}`])
      expect(splitText(text).map((part) => part.length <= MAX_LINE)).not.toContain(false)
  })

  test('is left whole when it fits or has a line break', () => {
    expect(splitText('short')).toEqual(['short'])
    const lines = `${'x'.repeat(600)}\ny`
    expect(splitText(lines)).toEqual([lines])
  })
})

test('a line break lifts the limit', () => {
  expect(isTooLong('x'.repeat(MAX_LINE))).toBe(false)
  expect(isTooLong('x'.repeat(MAX_LINE + 1))).toBe(true)
  expect(isTooLong(`${'x'.repeat(MAX_LINE)}\n`)).toBe(false)
})

test('astral characters count twice, because the server may', () => {
  expect(isTooLong('😀'.repeat(251))).toBe(true)
})

test('a line without a space is broken in front', () => {
  expect(asMultiline('x'.repeat(501))).toBe(`\n${'x'.repeat(501)}`)
  expect(asMultiline('fits')).toBe('fits')
})

test('blank texts are refused', () => {
  expect(() => checkText(' \n\t')).toThrow('a message needs some text')
})

test.each([
  ['<b>bold</b> &amp; <code>x &lt; y</code>', 'bold & x < y'],
  ["<div class='full'>one <br> two</div>", 'one\ntwo'],
  ['<pre class="full">a\n  b</pre>', 'a\n  b'],
  ['it&#39;s &quot;fine&quot;', `it's "fine"`],
  ['', ''],
])('%s reads as %j', (html, text) => {
  expect(contentToText(html)).toBe(text)
})

test('only web links are safe', () => {
  expect(safeLink('//example.org/x')).toBe('https://example.org/x')
  expect(safeLink('https://example.org/')).toBe('https://example.org/')
  expect(safeLink('javascript:alert(1)')).toBeNull()
})
