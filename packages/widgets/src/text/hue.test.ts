import { expect, test } from 'vitest'
import { hueOf, initialsOf } from './hue.ts'

test('an id has the same hue each time, one of eight', () => {
  const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`user ${n}`)))
  expect(hues.size).toBe(8)
  expect(hueOf('ana')).toBe(hueOf('ana'))
})

test('initials are those of the first and the last word, whole characters in any script', () => {
  expect(initialsOf('Ana Maria Braga')).toBe('AB')
  expect(initialsOf('frodo')).toBe('F')
  expect(initialsOf('李 雷')).toBe('李雷')
  expect(initialsOf('👩‍🚀 Zoë')).toBe('👩‍🚀Z')
  expect(initialsOf('  ')).toBe('')
})
