import { memoryDirectory } from '@msg/core/memory'
import { expectRefusal } from '@msg/testing'
import { describe, expect, test } from 'vitest'
import { defaultAvatar, djangoMessagingSettings } from '../../src/django-messaging/index.ts'
import type { DjangoMessagingSettings } from '../../src/django-messaging/index.ts'

const bob = { id: '2', username: 'bob', displayName: 'Bob', isActive: true }
const directory = memoryDirectory([{ id: '1', displayName: 'Alice', isActive: true }, bob])

const settled = async (settings: DjangoMessagingSettings) => djangoMessagingSettings(settings, directory)

test('page sizes out of bounds are refused, with the name of the setting', async () => {
  for (const size of [0, 101, 1.5]) await expectRefusal(settled({ MESSAGES_PER_PAGE: size }), 'invalid')
  await expect(settled({ CHATS_PER_PAGE: 51 })).rejects.toMatchObject({ places: [{ pointer: '/CHATS_PER_PAGE' }] })
  expect((await settled({ MESSAGES_PER_PAGE: 100, CHATS_PER_PAGE: 50 })).surface).toMatchObject({
    messagesPerPage: 100,
    chatsPerPage: 50,
  })
})

test('without settings the defaults of the forerunner hold', async () => {
  const { engine, surface } = await settled({})
  expect(surface).toEqual({
    transport: 'websocket',
    messagesPerPage: 50,
    chatsPerPage: 10,
    showDeleted: false,
    showRooms: true,
    showDirects: true,
  })
  expect(Object.values(engine.features).filter((value) => value === false || value === 'nobody')).toEqual([])
})

describe('the directory by settings', () => {
  test('without a contact list the own one is asked, and people are called as the settings say', async () => {
    const { engine } = await settled({ GET_USER_NAME_FUNCTION: ({ id }) => `user ${id}` })
    expect(await engine.directory.search('1', 'bob', 5)).toMatchObject([{ id: '2', displayName: 'user 2' }])
    expect((await engine.directory.contacts('1', { limit: 5 })).profiles).toMatchObject([{ displayName: 'user 2' }])
    expect(await engine.directory.canContact('1', '2')).toBe(true)
  })

  test('with a contact list only those on it are there', async () => {
    const { engine } = await settled({ GET_CONTACT_LIST_FUNCTION: (userId) => (userId === '1' ? ['2'] : []) })
    expect((await engine.directory.contacts('1', { limit: 5 })).profiles).toEqual([bob])
    expect((await engine.directory.contacts('2', { limit: 5 })).profiles).toEqual([])
    expect(await engine.directory.canContact('1', '2')).toBe(true)
    expect(await engine.directory.canContact('2', '1')).toBe(false)
  })
})

test('case 57: who has no full name is called by their username', async () => {
  const nameless = { displayName: ' ', isActive: true }
  const people = [
    { ...nameless, id: '1', username: 'ada' },
    { ...nameless, id: '2', username: 'bob', firstName: 'Bob', lastName: 'Marsh' },
    { ...nameless, id: '3' },
  ]
  const { engine } = djangoMessagingSettings({}, memoryDirectory(people))
  const named = await engine.directory.get(['1', '2', '3'])
  expect(named.map(({ displayName }) => displayName)).toEqual(['ada', 'Bob Marsh', '3'])
})

test('case 57: who has no picture has initials on a colour that is always the same', () => {
  const svg = (id: string, displayName: string) => decodeURIComponent(defaultAvatar({ id, displayName }))
  expect(svg('7', 'Ada King Lovelace')).toContain('>AL</text>')
  expect(svg('7', '<b>')).toContain('>&lt;</text>')
  const colour = (text: string) => /hsl\(\d+/.exec(text)?.[0]
  expect(colour(svg('7', 'Ada'))).toBe(colour(svg('7', 'Augusta')))
  expect(colour(svg('7', 'Ada'))).not.toBe(colour(svg('8', 'Ada')))
})
