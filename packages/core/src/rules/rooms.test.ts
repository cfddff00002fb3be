import { expect, test } from 'vitest'
import { limits } from './limits.ts'
import { titleAfter } from './rooms.ts'

test('a room is called as its target is, as far as that can be a title', () => {
  expect(titleAfter({ name: 'Project 7' })).toBe('Project 7')
  expect(titleAfter({ name: '𝒳'.repeat(limits.title + 1) })).toBe('𝒳'.repeat(limits.title))
  for (const name of ['', '  ', '\ud83d']) expect(titleAfter({ name })).toBeNull()
  expect(titleAfter(null)).toBeNull()
})
