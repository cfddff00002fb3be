import { expect, test } from 'vitest'
import { nameOf } from './names.ts'

const called = (displayName: string, more: { readonly username?: string } = {}) =>
  nameOf(new Map([['u1', { id: 'u1', displayName, isActive: true, ...more }]]), 'u1')

test('somebody is called by their name, without one by their username, else by their id', () => {
  expect(called('Ana Braga', { username: 'ana' })).toBe('Ana Braga')
  expect(called('  ', { username: 'ana' })).toBe('ana')
  expect(called('')).toBe('u1')
  expect(nameOf(new Map(), 'u1')).toBe('u1')
})
