import { createMessaging } from '@msg/core'
import type { Target } from '@msg/core'
import { expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { headingOf, nameOf, titleOf } from './names.ts'

const called = (displayName: string, more: { readonly username?: string } = {}) =>
  nameOf(new Map([['u1', { id: 'u1', displayName, isActive: true, ...more }]]), 'u1')

test('somebody is called by their name, without one by their username, else by their id', () => {
  expect(called('Ana Braga', { username: 'ana' })).toBe('Ana Braga')
  expect(called('  ', { username: 'ana' })).toBe('ana')
  expect(called('')).toBe('u1')
  expect(nameOf(new Map(), 'u1')).toBe('u1')
})

/** What ana sees of a room of hers in which nobody else is. */
const room = async (title: string | null, target: Target | null = null) => ({
  ...(await createMessaging().as('ana').conversations.openRoom({})),
  title,
  target,
})

const naming = { profiles: new Map(), me: 'ana', locale: 'en', strings: en }

test('a room is called by its title, else by what it is about, and by no means after who alone is in it', async () => {
  expect(titleOf(await room('Travel', { type: 'trip', id: '7' }), naming)).toBe('Travel')
  expect(titleOf(await room(null, { type: 'trip', id: '7' }), naming)).toBe('trip 7')
  expect(titleOf(await room(null, { type: 'user', id: 'ben' }), naming)).toBe('ben')
  expect(titleOf(await room(null), naming)).toBe('Room')
})

test('the heading of a page stands for what its room is about, not for a title that was given', async () => {
  expect(headingOf(await room('Seven hills', { type: 'trip', id: '7' }), 'Discussion', naming)).toBe('Discussion')
  expect(headingOf(await room(null), 'Discussion', naming)).toBe('Discussion')
  expect(headingOf(await room('Travel'), 'Discussion', naming)).toBe('Travel')
  expect(headingOf(await room('Seven hills', { type: 'trip', id: '7' }), null, naming)).toBe('Seven hills')
})
