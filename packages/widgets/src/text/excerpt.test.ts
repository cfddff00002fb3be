import { expect, test } from 'vitest'
import { excerpt } from './excerpt.ts'

const drawn = (text: string, ranges: readonly (readonly [number, number])[]): string =>
  excerpt(
    text,
    ranges.map(([start, end]) => ({ start, end })),
  )
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join('')

test('what was found stands out from the rest', () => {
  expect(
    drawn('lunch on friday, or lunch on monday', [
      [0, 5],
      [20, 25],
    ]),
  ).toBe('[lunch] on friday, or [lunch] on monday')
  expect(drawn('nothing here', [])).toBe('nothing here')
})

test('a long text is shown from a word shortly before what was found', () => {
  const text = `${'word '.repeat(40)}needle${' word'.repeat(60)}`
  const shown = drawn(text, [[200, 206]])
  expect(shown).toMatch(/^…word (word )+\[needle\]( word)+( w?o?r?d?)?…$/)
  expect(shown.length).toBeLessThan(180)
})

test('a text without spaces is cut where it must be', () => {
  const text = '漢'.repeat(300)
  expect(drawn(text, [[100, 102]])).toMatch(/^…漢+\[漢漢\]漢+…$/)
})

test('no character is cut in half, at neither end', () => {
  const text = `${'😀'.repeat(60)}-needle!${'😀'.repeat(100)}`
  expect(drawn(text, [[121, 127]])).toMatch(/^…(?:😀)+-\[needle\]!(?:😀)+…$/u)
})
