import { expect, test } from 'vitest'
import { beginningOf } from './beginning.ts'

const begins = (body: string): string => beginningOf(body, () => {})

test('a message that is shown whole has no dots; one that goes on has', () => {
  expect(begins('short')).toBe('short')
  expect(begins('a'.repeat(140))).toBe('a'.repeat(140))
  expect(begins('a'.repeat(141))).toBe(`${'a'.repeat(140)}…`)
  expect(begins(`${' '.repeat(300)}a`)).toMatch(/…$/)
})

test('no character is cut in half where a message goes on', () => {
  for (const before of ['', 'a']) {
    const begun = begins(before + '😀'.repeat(200))
    expect(begun).toMatch(/^a?(?:😀){69,70}…$/u)
  }
})
