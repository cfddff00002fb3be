import { expect, test } from 'vitest'
import { wrongText } from './text.ts'

const bounds = { characters: 10, bytes: 20 }

test('a text with something visible is fine, whatever the script', () => {
  for (const text of ['a', '  a  ', 'ไทย', '日本語', '👩‍👧', 'a\n\tb', '\u202Eabc', '𝒳'.repeat(5)])
    expect(wrongText(text, bounds)).toBeNull()
})

test('a text without anything visible is refused', () => {
  for (const text of ['', ' ', '\n\t', '\u200B', '\u2060\uFEFF', '\u3164', '\u2800', '\u00AD', '\u180E\u061C'])
    expect(wrongText(text, bounds)).toBe('must contain something visible')
})

test('length is counted in code points, and in bytes where bounded', () => {
  expect(wrongText('x'.repeat(10), bounds)).toBeNull()
  expect(wrongText('x'.repeat(11), bounds)).toMatch('10 characters')
  expect(wrongText('𝒳'.repeat(10), { characters: 10 })).toBeNull()
  expect(wrongText('𝒳'.repeat(11), { characters: 10 })).toMatch('10 characters')
  expect(wrongText('𝒳'.repeat(6), bounds)).toMatch('20 bytes')
})

test('NUL and lone surrogates are refused, because no database keeps them', () => {
  expect(wrongText('a\0b', bounds)).toMatch('NUL')
  expect(wrongText('a\uD800b', bounds)).toMatch('well-formed')
})
