import type { ConversationKind, CreationDraft, Store, Viewer } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, withStore } from './context.ts'

/** A conversation of alice, bob and carol, the first its admin, before anything happens in it. */
const start = async (
  store: Store,
  kind: ConversationKind,
  more: Pick<CreationDraft, 'visibility' | 'joinPolicy' | 'target'> = {},
): Promise<string> => {
  const id = newId()
  const members = kind === 'channel' ? [] : ['alice', 'bob', 'carol']
  await committed(
    store,
    item(id, 'alice', {
      type: 'conversation.created',
      kind,
      title: null,
      invitePolicy: 'admins',
      members: members.map((userId) => ({ userId, role: userId === 'alice' ? 'admin' : 'member' })),
      contentHash: 'a'.padEnd(64, '0'),
      ...more,
    }),
  )
  return id
}

const admitted = (userId: string): Viewer => ({ userId, admitted: true })

/** What a viewer sees, by every query: the texts, or that there is nothing. */
const sightOf = async (store: Store, viewer: Viewer, id: string, last: string): Promise<readonly string[] | null> => {
  const page = await store.messages(viewer, id, { order: 'asc', limit: 10 })
  const record = await store.conversation(viewer, id)
  const members = await store.members(viewer, id, { limit: 10 })
  const texts = page?.map(({ body }) => body ?? '') ?? null
  expect(record?.lastSeq).toBe(texts?.length)
  expect(record?.lastMessage?.body).toEqual(texts?.at(-1))
  expect(members?.length).toBe(record?.memberCount)
  expect((await store.message(viewer, last)) === null).toBe((await store.revisions(viewer, last)) === null)
  const stats = await store.stats(viewer, id, { period: null, verb: false, author: false, filter: {}, limit: 10 })
  expect(stats?.rows.map(({ count }) => count)).toEqual(
    texts === null ? undefined : texts.length === 0 ? [] : [texts.length],
  )
  expect((await store.filteredMessages(viewer, id, { order: 'asc', limit: 10, filter: {} }))?.messages ?? null).toEqual(
    page,
  )
  const around = await store.around(viewer, last, 10)
  expect(around === null ? null : [...around.before, ...around.from]).toEqual(
    texts?.includes('last') === true ? page : null,
  )
  expect((await store.message(viewer, last)) !== null).toBe(texts?.includes('last') ?? false)
  expect((await store.member(viewer, id, 'alice')) === null).toBe(texts === null || members?.length === 0)
  return texts
}

/** The same conversation after bob left and carol was removed, with one message before and one after. */
const afterwards = async (store: Store, id: string): Promise<string> => {
  const last = newId()
  await committed(store, item(id, 'alice', message('first')))
  const slice = await store.slice({ conversationId: id, userIds: ['bob'] })
  if (slice?.members.length === 1) {
    await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
    await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'carol' }))
  }
  await committed(store, item(id, 'alice', message('last', last)))
  return last
}

const everything = ['first', 'last']
const target = (id: string) => ({ type: 'project', id })

export const lensCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'each viewer sees through the lens what is theirs to see',
    proves: ['conversation', 'messages', 'message', 'revisions', 'members', 'member'],
    run: withStore(async (store) => {
      const rows = [
        ['group', {}, { alice: everything, bob: ['first'], carol: null, dave: null }],
        ['room', { visibility: 'private' }, { alice: everything, bob: ['first'], carol: null, dave: null }],
        ['room', { visibility: 'public' }, { alice: everything, bob: everything, carol: null, dave: everything }],
        [
          'room',
          { visibility: 'public', target: target('1') },
          { alice: everything, bob: null, carol: null, dave: null },
        ],
        [
          'room',
          { visibility: 'private', target: target('2') },
          { alice: everything, bob: ['first'], carol: null, dave: null },
        ],
        ['channel', { target: target('3') }, { alice: null, bob: null, carol: null, dave: null }],
      ] as const
      for (const [kind, more, expected] of rows) {
        const id = await start(store, kind, more)
        const last = await afterwards(store, id)
        for (const [viewer, texts] of Object.entries(expected)) {
          expect([kind, more, viewer, await sightOf(store, viewer, id, last)]).toEqual([kind, more, viewer, texts])
          expect(await sightOf(store, admitted(viewer), id, last)).toEqual(everything)
        }
      }
      expect(await store.conversation(admitted('dave'), newId())).toBeNull()
      expect(await store.message(admitted('dave'), newId())).toBeNull()
    }),
  },
  {
    name: 'who reads without being a member has no role, reader state of their own, and nothing in the inbox',
    proves: ['conversation', 'inbox', 'unread', 'commit'],
    run: withStore(async (store) => {
      const id = await start(store, 'room', { visibility: 'public', joinPolicy: 'open' })
      await afterwards(store, id)
      const me = async (viewer: Viewer) => (await store.conversation(viewer, id))?.me
      expect(await me('dave')).toMatchObject({
        role: null,
        status: 'none',
        joinedAt: null,
        endedAt: null,
        readSeq: 0,
        unread: { count: 2, capped: false },
      })
      expect(await me('bob')).toMatchObject({ status: 'left', unread: { count: 2 } })
      expect(await me(admitted('carol'))).toMatchObject({ status: 'removed' })
      await committed(store, item(id, 'dave', { type: 'receipt.advanced', readSeq: 1 }))
      expect(await me('dave')).toMatchObject({ status: 'none', readSeq: 1, unread: { count: 1 } })
      const [first] = (await store.messages('dave', id, { order: 'asc', limit: 1 })) ?? []
      await committed(store, item(id, 'dave', { type: 'message.hidden', messageId: first?.id ?? '' }))
      expect((await store.messages('dave', id, { order: 'asc', limit: 9 }))?.map(({ body }) => body)).toEqual(['last'])
      expect(await store.messages('alice', id, { order: 'asc', limit: 9 })).toHaveLength(2)
      expect(await store.inbox('dave', { limit: 5 })).toEqual([])
      for (const userId of ['dave', 'bob']) expect(await store.unreadByConversation(userId, { limit: 5 })).toEqual([])
      expect(await store.unread('dave')).toMatchObject({ conversations: { count: 0 }, messages: { count: 0 } })
      await committed(store, item(id, 'dave', { type: 'member.added', userId: 'dave', role: 'member' }))
      expect(await me('dave')).toMatchObject({ role: 'member', status: 'active', readSeq: 1, unread: { count: 1 } })
      expect(await store.unread('dave')).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
    }),
  },
  {
    name: 'what a reader who never was a member does for themselves is told to them, and to nobody else',
    proves: ['feed', 'commit'],
    run: withStore(async (store) => {
      const id = await start(store, 'room', { visibility: 'public', joinPolicy: 'open' })
      const messageId = await afterwards(store, id)
      await committed(store, item(id, 'eve', { type: 'receipt.advanced', readSeq: 1 }))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      await committed(store, item(id, 'dave', { type: 'receipt.advanced', readSeq: 1 }))
      await committed(store, item(id, 'dave', { type: 'message.hidden', messageId }))
      await committed(store, item(id, 'alice', message('to members')))
      await committed(store, item(id, 'dave', { type: 'inbox.cleared', clearedSeq: 2 }))
      const told = async (viewer: string): Promise<readonly string[]> => {
        const page = await store.feed(viewer, { after: snapshot, limit: 9 })
        return page === 'resync' ? expect.fail('resync') : page.changes.map(({ change }) => change.type)
      }
      expect(await told('dave')).toEqual(['receipt.advanced', 'message.hidden', 'inbox.cleared'])
      expect(await told('alice')).toEqual(['message.sent'])
      for (const viewer of ['bob', 'carol', 'eve']) expect(await told(viewer)).toEqual([])
      await committed(store, item(id, 'dave', { type: 'member.added', userId: 'dave', role: 'member' }))
      expect(await told('dave')).toHaveLength(4)
      // Who was a member is told of what they do since, once.
      await committed(store, item(id, 'bob', { type: 'inbox.cleared', clearedSeq: 1 }))
      expect(await told('bob')).toEqual(['inbox.cleared'])
    }),
  },
  {
    name: 'what the actor has hidden is marked in the slice of the message',
    proves: ['slice'],
    run: withStore(async (store) => {
      const id = await start(store, 'group')
      const draft = message('hello')
      await committed(store, item(id, 'alice', draft))
      const hidden = async (userId: string) =>
        (await store.slice({ messageId: draft.id, userIds: [userId] }))?.message?.hidden
      await committed(store, item(id, 'bob', { type: 'message.hidden', messageId: draft.id }))
      expect([await hidden('bob'), await hidden('alice')]).toEqual([true, false])
    }),
  },
]
