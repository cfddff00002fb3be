import { expect, test } from 'vitest'
import { isId, uuidFromDigest, uuidFromTime } from './ids.ts'

test('an id made from a time has version 7, the variant, and sorts by time', () => {
  const early = uuidFromTime(Date.UTC(2026, 0, 1), new Uint8Array(10).fill(0xff))
  const late = uuidFromTime(Date.UTC(2026, 0, 1) + 1, new Uint8Array(10))
  expect(early).toBe('019b76da-a800-7fff-bfff-ffffffffffff')
  expect([isId(early), isId(late), early < late]).toEqual([true, true, true])
})

test('an id made from a digest has version 8', () => {
  expect(uuidFromDigest(new Uint8Array(32).fill(0xab))).toBe('abababab-abab-8bab-abab-abababababab')
})

test('only lower-case canonical UUIDs of version 7 or 8 are ids', () => {
  const good = '019b76da-a800-7fff-bfff-ffffffffffff'
  const bad = [
    good.toUpperCase(),
    good.replace('-7', '-4'),
    `${good} `,
    `{${good}}`,
    good.replace('-b', '-c'),
    '',
    7,
    null,
  ]
  expect([good, ...bad].filter(isId)).toEqual([good])
})
