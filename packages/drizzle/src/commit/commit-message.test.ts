import type { Message, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  add,
  create,
  edit,
  guarded,
  item,
  leave,
  mark,
  react,
  read,
  remove,
  send,
  told,
  unreact,
} from '../../test/drafts.ts'
import { pgliteStores } from '../testing.ts'

const stores = pgliteStores()
const queries: string[] = []
let store: Store

beforeEach(async () => {
  store = await stores.open({ onQuery: (sql) => queries.push(sql) })
  return () => store.close()
})
afterAll(() => stores.close())

const group = async (...userIds: readonly string[]): Promise<string> => {
  const id = newId()
  await store.commit([item(id, userIds[0] ?? '', create('group', userIds))])
  return id
}

/** The id of a message that alice just sent. */
const sent = async (conversationId: string, body = 'hello'): Promise<string> => {
  const draft = send(body)
  await store.commit([item(conversationId, 'alice', draft)])
  return draft.id
}

const now = async (): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot

const typesSince = async (after: string): Promise<readonly string[]> =>
  (await store.log({ after, limit: 100 })).changes.map(({ change }) => change.type)

const messageOf = async (viewer: string, id: string): Promise<Message> =>
  (await store.message(viewer, id)) ?? expect.fail('not visible')

describe('a change of a message', () => {
  test('in one batch builds on what came before it, and is one round trip', async () => {
    const id = await group('alice', 'bob')
    const draft = { ...send('one'), mentions: ['bob'] }
    queries.length = 0
    const outcomes = await store.commit([
      item(id, 'alice', draft),
      item(id, 'alice', edit(draft.id, 'two', 'alice', 'bob')),
      item(id, 'bob', react(draft.id, '👍'), mark('message.pinned', draft.id)),
      item(id, 'alice', { ...send('an answer'), replyTo: draft.id }),
      item(id, 'alice', edit(draft.id, 'three')),
    ])
    expect(queries).toHaveLength(1)
    expect(outcomes.map((outcome) => outcome.status === 'committed' && outcome.stamps)).toEqual([
      [{ revision: 2, seq: 1 }],
      [{ revision: 3 }],
      [{ revision: 4 }, { revision: 5 }],
      [{ revision: 6, seq: 2 }],
      [{ revision: 7 }],
    ])
    expect(await messageOf('bob', draft.id)).toMatchObject({
      body: 'three',
      revision: 7,
      mentions: [],
      pinnedBy: 'bob',
      reactions: [{ emoji: '👍', count: 1, userIds: ['bob'] }],
    })
    expect((await store.revisions('bob', draft.id))?.map(({ body }) => body)).toEqual(['one', 'two', 'three'])
    expect((await store.messages('bob', id, { order: 'desc', limit: 1 }))?.[0]?.replyTo).toBe(draft.id)
  })

  test('that is so already makes no revision and is not logged', async () => {
    const id = await group('alice', 'bob')
    const message = await sent(id)
    await store.commit([
      item(id, 'alice', mark('message.pinned', message), react(message, '👍'), mark('message.hidden', message)),
    ])
    const before = await now()
    const drafts = [
      mark('message.pinned', message),
      react(message, '👍'),
      unreact(message, '🎉'),
      mark('message.hidden', message),
    ]
    expect(await store.commit([item(id, 'alice', ...drafts)])).toMatchObject([
      { status: 'committed', stamps: drafts.map(() => ({ revision: null })) },
    ])
    expect(await typesSince(before)).toEqual([])
    expect((await store.commit([item(id, 'alice', send())]))[0]).toMatchObject({ stamps: [{ revision: 5, seq: 2 }] })
  })

  test('holds under the version of its text, which pins and reactions leave alone', async () => {
    const id = await group('alice', 'bob')
    const message = await sent(id)
    const guard = { on: 'message', messageId: message, version: 1 } as const
    const tries = (draft: ReturnType<typeof send>) => guarded(item(id, 'alice', draft), guard)
    await store.commit([item(id, 'bob', react(message, '👍'), mark('message.pinned', message))])
    expect(told(await store.commit([tries(send()), item(id, 'alice', edit(message, 'new')), tries(send())]))).toEqual([
      2,
      'committed',
      'stale',
    ])
    const elsewhere = await group('alice', 'bob')
    expect(told(await store.commit([guarded(item(elsewhere, 'alice', send()), { ...guard, version: 2 })]))).toEqual([
      'stale',
    ])
    expect(await store.slice({ conversationId: elsewhere, messageId: message, userIds: [] })).toMatchObject({
      message: null,
    })
    expect(await store.slice({ messageId: message, userIds: ['bob'] })).toMatchObject({
      conversation: { id },
      message: { id: message, version: 2, emojis: ['👍'], ownEmojis: ['👍'] },
    })
  })

  test('of one that is retracted, or of another conversation, is none', async () => {
    const [id, elsewhere] = [await group('alice', 'bob'), await group('alice', 'bob')]
    const [message, foreign] = [await sent(id, 'secret'), await sent(elsewhere)]
    await store.commit([item(id, 'alice', edit(message, 'secret too', 'bob'), react(message, '👍'))])
    await store.commit([item(id, 'alice', mark('message.retracted', message))])
    const before = await now()
    await store.commit([
      item(id, 'alice', edit(message, 'back'), react(message, '👍'), mark('message.pinned', message)),
      item(
        id,
        'alice',
        mark('message.retracted', message),
        edit(foreign, 'taken over'),
        mark('message.hidden', foreign),
      ),
    ])
    expect(await typesSince(before)).toEqual([])
    const tombstone = await messageOf('bob', message)
    expect(tombstone).toMatchObject({
      body: null,
      mentions: [],
      attachments: [],
      reactions: [],
      editedAt: null,
      pinnedAt: null,
      revision: 5,
    })
    expect(await store.usedId('message', message)).toMatchObject({ authorId: 'alice', message: tombstone })
    expect(await store.revisions('bob', message)).toEqual([])
    expect((await messageOf('bob', foreign)).body).toBe('hello')
  })
})

describe('reactions', () => {
  test('are told by their bytes, in order of first appearance, with the first hundred of each', async () => {
    const users = upTo(120).map((n) => `user-${n}`)
    const id = await group('alice', ...users)
    const message = await sent(id)
    await store.commit([item(id, 'alice', react(message, '❤')), item(id, 'alice', react(message, '❤️'))])
    await store.commit(users.map((user) => item(id, user, react(message, '❤️'))))
    await store.commit([item(id, 'alice', unreact(message, '❤')), item(id, 'user-9', react(message, '❤'))])
    expect((await messageOf('alice', message)).reactions).toEqual([
      { emoji: '❤️', count: 121, userIds: ['alice', ...users.slice(0, 99)] },
      { emoji: '❤', count: 1, userIds: ['user-9'] },
    ])
  })
})

describe('someone who left', () => {
  test('reads texts, reactions and pins of then, of each of several departures', async () => {
    const id = await group('alice', 'bob', 'carol', 'dave')
    const draft = { ...send('one'), mentions: ['bob'] }
    await store.commit([item(id, 'alice', draft, mark('message.pinned', draft.id)), item(id, 'bob', leave('bob'))])
    await store.commit([
      item(id, 'alice', edit(draft.id, 'two'), mark('message.unpinned', draft.id), react(draft.id, '👍')),
      item(id, 'carol', leave('carol')),
      item(id, 'alice', edit(draft.id, 'three'), react(draft.id, '🎉'), mark('message.pinned', draft.id)),
    ])
    const [then, later, still] = [
      await messageOf('bob', draft.id),
      await messageOf('carol', draft.id),
      await messageOf('dave', draft.id),
    ]
    expect(then).toMatchObject({
      body: 'one',
      mentions: ['bob'],
      attachments: [],
      reactions: [],
      editedAt: null,
      pinnedAt: null,
      revision: 4,
    })
    expect(later).toMatchObject({
      body: 'two',
      mentions: [],
      reactions: [{ emoji: '👍' }],
      pinnedAt: null,
      revision: 8,
    })
    expect(later.editedAt).not.toBeNull()
    expect(still).toMatchObject({ body: 'three', reactions: [{ emoji: '👍' }, { emoji: '🎉' }], pinnedBy: 'alice' })
    expect(await store.conversation('bob', id)).toMatchObject({ lastMessage: then })
    expect(await store.messages('carol', id, { order: 'asc', limit: 9 })).toEqual([later])
    expect(await store.messages('carol', id, { pinned: true, order: 'asc', limit: 9 })).toEqual([])
    expect(await store.messages('dave', id, { pinned: true, order: 'asc', limit: 9 })).toEqual([still])
    expect((await store.revisions('carol', draft.id))?.map(({ body }) => body)).toEqual(['one', 'two'])
  })
})

describe('what is hidden or retracted', () => {
  test('is not the last message of who hid it and counts as unread for nobody, but a flag never wrongly says no', async () => {
    const id = await group('alice', 'bob')
    const [first, second, third] = [await sent(id, 'one'), await sent(id, 'two'), await sent(id, 'three')]
    await store.commit([
      item(id, 'bob', mark('message.hidden', third)),
      item(id, 'alice', mark('message.retracted', second)),
    ])
    expect(await store.conversation('bob', id)).toMatchObject({ lastSeq: 3, lastMessage: { id: second, body: null } })
    expect((await store.inbox('bob', { limit: 1 }))[0]).toMatchObject({
      lastMessage: { id: second },
      me: { unread: { count: 1 } },
    })
    expect(await store.unread('bob')).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
    expect((await store.messages('bob', id, { order: 'asc', limit: 9 }))?.map((message) => message.id)).toEqual([
      first,
      second,
    ])
    expect((await store.messages('alice', id, { order: 'asc', limit: 9 }))?.map(({ body }) => body)).toEqual([
      'one',
      null,
      'three',
    ])
    await store.commit([item(id, 'bob', read(1))])
    expect(await store.unread('bob')).toMatchObject({ conversations: { count: 0 }, messages: { count: 0 } })
    await sent(id, 'four')
    expect(await store.unread('bob')).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
    for (const one of [first, second, third]) await store.commit([item(id, 'alice', mark('message.hidden', one))])
    expect(await store.revisions('alice', first)).toBeNull()
    expect(await store.message('alice', first)).toBeNull()
  })

  test('is told to the devices of who hid it, also after they left', async () => {
    const id = await group('alice', 'bob')
    const message = await sent(id)
    await store.commit([item(id, 'bob', leave('bob')), item(id, 'alice', send())])
    const before = await now()
    await store.commit([item(id, 'bob', mark('message.hidden', message))])
    const logged = {
      audience: 'actor',
      conversationRevision: 4,
      change: {
        type: 'message.hidden',
        revision: null,
        subject: { conversationId: id, messageId: message, userId: 'bob' },
      },
    }
    expect(await store.feed('bob', { after: before, limit: 9 })).toMatchObject({ changes: [logged] })
    expect(await store.feed('alice', { after: before, limit: 9 })).toMatchObject({ changes: [] })
  })
})

describe('someone who was removed', () => {
  test('learns that and sees nothing any more, until they are added again', async () => {
    const id = await group('alice', 'bob')
    const message = await sent(id)
    const before = await now()
    await store.commit([item(id, 'alice', send()), item(id, 'alice', remove('bob')), item(id, 'alice', send())])
    const feed = await store.feed('bob', { after: before, limit: 9 })
    expect(feed).toMatchObject({
      changes: [{ change: { type: 'member.removed', subject: { status: 'removed', endedSeq: 2 } } }],
    })
    expect(await store.windows('bob')).toEqual([{ conversationId: id, joinedRevision: 4, endedRevision: 4 }])
    expect(await store.conversation('bob', id)).toBeNull()
    expect(await store.message('bob', message)).toBeNull()
    expect(await store.revisions('bob', message)).toBeNull()
    expect(await store.messages('bob', id, { order: 'asc', limit: 9 })).toBeNull()
    expect(await store.member('bob', id, 'alice')).toBeNull()
    expect(await store.member('alice', id, 'bob')).toBeNull()
    expect(await store.inbox('bob', { limit: 9 })).toEqual([])
    expect((await store.unread('bob')).conversations.count).toBe(0)
    await store.commit([item(id, 'alice', add('bob'))])
    expect(await store.member('alice', id, 'bob')).toMatchObject({ status: 'active', endedSeq: null, joinedSeq: 3 })
    expect((await store.unread('bob')).messages.count).toBe(3)
  })

  test('after they left keeps the end they had, and learns of it; who is removed, or never was in, cannot be', async () => {
    const id = await group('alice', 'bob')
    await store.commit([item(id, 'bob', leave('bob')), item(id, 'alice', send()), item(id, 'alice', remove('bob'))])
    const {
      members = [],
      conversation,
      roster,
    } = (await store.slice({ conversationId: id, userIds: ['bob'], roster: true })) ?? {}
    expect(members).toEqual([{ userId: 'bob', role: 'member', status: 'removed', endedSeq: 0, version: 3 }])
    expect(conversation?.rosterVersion).toBe(3)
    expect(roster?.members).toBe(1)
    expect(await store.windows('bob')).toEqual([{ conversationId: id, joinedRevision: 4, endedRevision: 4 }])
    expect(told(await store.commit([item(id, 'alice', remove('bob')), item(id, 'alice', remove('carol'))]))).toEqual([
      'failed',
      'failed',
    ])
  })
})

test('an update of a conversation changes what is given', async () => {
  const id = await group('alice', 'bob')
  const update = (changed: object) => store.commit([item(id, 'alice', { type: 'conversation.updated', ...changed })])
  await update({ title: 'a title' })
  await update({ invitePolicy: 'admins' })
  expect(await store.conversation('bob', id)).toMatchObject({
    title: 'a title',
    invitePolicy: 'admins',
    closedAt: null,
    revision: 3,
  })
  await update({ title: null })
  expect(await store.conversation('bob', id)).toMatchObject({ title: null, invitePolicy: 'admins' })
})
