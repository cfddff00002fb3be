import type { Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { commit, committed, item, message, sliceOf, startGroup, withStore } from './context.ts'

/** A room of alice alone. */
const openRoom = async (store: Store, title: string, visibility: 'public' | 'private' = 'public'): Promise<string> => {
  const id = newId()
  await committed(
    store,
    item(id, 'alice', {
      type: 'conversation.created',
      kind: 'room',
      title,
      invitePolicy: 'admins',
      visibility,
      joinPolicy: 'open',
      members: [{ userId: 'alice', role: 'admin' }],
      contentHash: 'a'.padEnd(64, '0'),
    }),
  )
  return id
}

export const erasingStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a purged message takes no further change, and its id stays used',
    proves: ['commit', 'message', 'messages', 'revisions', 'slice', 'usedId', 'log'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const [first, second] = [message('first'), message('second')]
      await committed(store, item(id, 'alice', first))
      await committed(store, item(id, 'alice', second))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const messageId = first.id
      const { stamps } = await committed(
        store,
        item(
          id,
          'alice',
          { type: 'message.edited', messageId, body: 'other', mentions: [], words: [] },
          { type: 'reaction.added', messageId, emoji: '👍' },
          { type: 'message.pinned', messageId },
          { type: 'message.purged', messageId },
          { type: 'message.purged', messageId },
          { type: 'message.edited', messageId, body: 'again', mentions: [], words: [] },
          { type: 'message.retracted', messageId },
        ),
      )
      expect(stamps.map(({ revision }) => revision)).toEqual([4, 5, 6, 7, null, null, null])
      expect(await store.message('bob', messageId)).toBeNull()
      expect(await store.revisions('bob', messageId)).toBeNull()
      expect((await store.messages('bob', id, { order: 'asc', limit: 9 }))?.map(({ seq }) => seq)).toEqual([2])
      expect(await store.messages('bob', id, { order: 'asc', limit: 9, pinned: true })).toEqual([])
      expect((await store.slice({ messageId, userIds: ['bob'] }))?.message).toBeNull()
      expect((await store.conversation('bob', id))?.me.unread.count).toBe(1)
      expect(await store.usedId('message', messageId)).toMatchObject({ authorId: 'alice', gone: true, message: null })
      expect(await commit(store, item(id, 'alice', first))).toMatchObject({ status: 'duplicate', used: { gone: true } })
      const { changes } = await store.log({ after: snapshot, limit: 9 })
      expect(changes.map(({ change }) => change.subject)).toEqual([
        'gone',
        'gone',
        'gone',
        { conversationId: id, messageId, seq: 1 },
      ])
    }),
  },
  {
    name: 'a retracted message takes no change but its purge',
    proves: ['commit', 'message', 'log'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const first = message('first')
      await committed(store, item(id, 'alice', first))
      const messageId = first.id
      await committed(store, item(id, 'alice', { type: 'message.retracted', messageId }))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const before = await store.message('bob', messageId)
      const { stamps } = await committed(
        store,
        item(
          id,
          'bob',
          { type: 'message.edited', messageId, body: 'other', mentions: [], words: [] },
          { type: 'reaction.added', messageId, emoji: '👍' },
          { type: 'message.pinned', messageId },
          { type: 'message.retracted', messageId },
        ),
      )
      expect(stamps.map(({ revision }) => revision)).toEqual([null, null, null, null])
      expect(await store.message('bob', messageId)).toEqual(before)
      expect((await store.log({ after: snapshot, limit: 9 })).changes).toEqual([])
      await committed(store, item(id, 'alice', { type: 'message.purged', messageId }))
      expect(await store.message('bob', messageId)).toBeNull()
    }),
  },
  {
    name: 'a deleted conversation is in no query, takes no commit, and leaves the log with what is gone',
    proves: ['commit', 'slice', 'conversation', 'inbox', 'unread', 'usedId', 'log', 'feed'],
    run: withStore(async (store) => {
      const before = (await store.log({ after: null, limit: 1 })).snapshot
      const id = await startGroup(store, ['alice', 'bob'])
      const [used, other] = [message('text'), message('other')]
      await committed(store, item(id, 'alice', used))
      await committed(store, item(id, 'alice', { type: 'conversation.deleted' }))
      expect(await store.slice({ conversationId: id, userIds: ['alice'] })).toBeNull()
      expect(await store.slice({ messageId: used.id, userIds: ['alice'] })).toBeNull()
      for (const viewer of ['alice', { userId: 'alice', admitted: true }] as const) {
        expect(await store.conversation(viewer, id)).toBeNull()
        expect(await store.messages(viewer, id, { order: 'asc', limit: 9 })).toBeNull()
        expect(await store.message(viewer, used.id)).toBeNull()
        expect(await store.members(viewer, id, { limit: 9 })).toBeNull()
      }
      expect(await store.inbox('bob', { limit: 9 })).toEqual([])
      expect((await store.unread('bob')).messages.count).toBe(0)
      expect(await commit(store, item(id, 'alice', other))).toEqual({ status: 'stale' })
      expect(await commit(store, item(id, 'bob', { type: 'receipt.advanced', readSeq: 1 }))).toEqual({
        status: 'stale',
      })
      expect(await commit(store, item(id, 'alice', used))).toMatchObject({ status: 'duplicate', used: { gone: true } })
      expect(await store.usedId('conversation', id)).toMatchObject({ authorId: 'alice', gone: true })
      const { changes } = await store.log({ after: before, limit: 9 })
      expect(changes.map(({ change }) => [change.type, change.subject])).toEqual([
        ['conversation.created', 'gone'],
        ['message.sent', 'gone'],
        ['conversation.deleted', { conversationId: id }],
      ])
      expect(await store.feed('bob', { after: before, limit: 9 })).toMatchObject({ changes: { length: 3 } })
    }),
  },
  {
    name: 'what comes after a deletion in the same batch is stale',
    proves: ['commit'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      await committed(store, item(id, 'alice', message('text')))
      const outcomes = await store.commit([
        item(id, 'alice', message('before')),
        item(id, 'alice', { type: 'conversation.deleted' }),
        item(id, 'bob', { type: 'receipt.advanced', readSeq: 1 }),
        item(id, 'alice', message('after')),
        item(id, 'bob', { type: 'member.left', userId: 'bob' }),
      ])
      const statuses = outcomes.map(({ status }) => status)
      expect(statuses).toEqual(['committed', 'committed', 'stale', 'stale', 'stale'])
    }),
  },
  {
    name: 'sweeping empties what is left of a deleted conversation',
    proves: ['sweep', 'commit', 'usedId'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const drafts = upTo(1_300).map((n) => message(`text ${n}`))
      for (const part of [0, 650])
        await store.commit(drafts.slice(part, part + 650).map((draft) => item(id, 'bob', draft)))
      expect(await store.sweep(100)).toBe(0)
      await committed(store, item(id, 'alice', { type: 'conversation.deleted' }))
      const last = drafts.at(-1)?.id ?? ''
      expect(await store.usedId('message', last)).toMatchObject({ gone: true, message: null })
      for (let steps = 0; (await store.sweep(200)) > 0; steps += 1) expect(steps).toBeLessThan(9)
      expect(await store.sweep(200)).toBe(0)
      expect(await store.usedId('message', last)).toMatchObject({ authorId: 'bob', gone: true, message: null })
    }),
  },
  {
    name: 'rooms are found by those who may read them',
    proves: ['rooms'],
    run: withStore(async (store) => {
      const ids: string[] = []
      for (const n of upTo(6)) ids.unshift(await openRoom(store, `Room ${n}`))
      const own = await openRoom(store, 'own', 'private')
      await startGroup(store, ['alice', 'bob'])
      const found = async (viewer: string, more: { text?: string; limit?: number } = {}) =>
        (await store.rooms(viewer, { limit: 20, ...more })).map(({ id }) => id)
      expect(await found('alice')).toEqual([own, ...ids])
      expect(await found('bob')).toEqual(ids)
      expect(await found('bob', { limit: 4 })).toEqual(ids.slice(0, 4))
      const below = (await store.rooms('bob', { limit: 4 })).at(-1)?.activity
      expect(below && (await store.rooms('bob', { below, limit: 4 })).map(({ id }) => id)).toEqual(ids.slice(4))
      expect(await found('bob', { text: 'rOOM 3' })).toEqual([ids[3]])
      const [last = ''] = ids.slice(-1)
      await committed(store, item(last, 'alice', message('latest')))
      expect(await found('bob', { limit: 1 })).toEqual([last])
      await committed(store, item(last, 'bob', { type: 'member.added', userId: 'bob', role: 'member' }))
      await committed(store, item(last, 'alice', { type: 'member.removed', userId: 'bob' }))
      expect(await found('bob')).toEqual(ids.slice(0, -1))
      await committed(store, item(last, 'alice', { type: 'conversation.deleted' }))
      expect(await found('alice')).not.toContain(last)
      expect((await sliceOf(store, ids[0] ?? '', 'alice')).conversation).toMatchObject({ visibility: 'public' })
    }),
  },
  {
    name: 'parallel creations of one room about a target make one room, whatever their ids',
    proves: ['commit'],
    run: withStore(async (store) => {
      const outcomes = await Promise.all(
        upTo(8).map((n) =>
          commit(
            store,
            item(newId(), `user-${n}`, {
              type: 'conversation.created',
              kind: n < 8 ? 'room' : 'channel',
              title: null,
              invitePolicy: 'admins',
              target: { type: 'project', id: '7' },
              members: [],
              contentHash: 'a'.padEnd(64, '0'),
            }),
          ),
        ),
      )
      const statuses = outcomes.map(({ status }) => status)
      expect(statuses.slice(0, 7).toSorted()).toEqual(['committed', ...upTo(6).map(() => 'duplicate')])
      expect(statuses[7]).toBe('committed')
      const used = outcomes.flatMap((outcome) => (outcome.status === 'duplicate' ? [outcome.used.conversationId] : []))
      expect(new Set(used).size).toBe(1)
    }),
  },
]
