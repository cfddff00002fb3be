import type { ChangeDraft, CommitItem, LoggedChange, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { commit, committed, guarded, item, message, seqsOf, sliceOf, startGroup, withStore } from './context.ts'

/** An item that makes, or takes away, a block in the pair's direct, which need not exist. */
const blocking = (
  conversationId: string,
  [blocker, userId]: readonly [string, string],
  type: 'user.blocked' | 'user.unblocked' = 'user.blocked',
): CommitItem => item(conversationId, blocker, { type, owner: blocker, userId })

const direct = (conversationId: string, one: string, other: string): CommitItem => {
  const creation: ChangeDraft = {
    type: 'conversation.created',
    kind: 'direct',
    title: null,
    invitePolicy: 'members',
    members: [
      { userId: one, role: 'member' },
      { userId: other, role: 'member' },
    ],
    contentHash: 'd'.repeat(64),
  }
  return guarded(item(conversationId, one, creation), { on: 'blocks', userId: other, version: 0 })
}

const startDirect = async (store: Store): Promise<string> => {
  const id = newId()
  await committed(store, direct(id, 'alice', 'bob'))
  return id
}

const now = async (store: Store): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot

const feedOf = async (store: Store, viewer: string, after: string): Promise<readonly LoggedChange[]> => {
  const page = await store.feed(viewer, { after, limit: 100 })
  return page === 'resync' ? expect.fail('resync') : page.changes
}

const pairs = async (store: Store, userId: string, others: readonly string[]) =>
  (await store.blocksBetween(userId, others)).map(({ blocker, blocked }) => `${blocker} ${blocked}`).toSorted()

export const blockCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a block stands between two, is told to who made it only, and is made once',
    proves: ['commit', 'blocksBetween', 'feed'],
    run: withStore(async (store) => {
      const nowhere = newId()
      const before = await now(store)
      const { at } = await committed(store, blocking(nowhere, ['alice', 'bob']))
      expect((await committed(store, blocking(nowhere, ['alice', 'bob']))).stamps).toEqual([{ revision: null }])
      await committed(store, blocking(newId(), ['carol', 'alice']))
      expect(await pairs(store, 'alice', ['bob', 'carol', 'dave', 'bob'])).toEqual(['alice bob', 'carol alice'])
      expect(await pairs(store, 'bob', ['alice', 'carol'])).toEqual(['alice bob'])
      expect(await pairs(store, 'bob', [])).toEqual([])
      const change = { type: 'user.blocked', conversationId: null, revision: null, actor: 'alice', at }
      expect(await feedOf(store, 'alice', before)).toMatchObject([
        { audience: 'owner', owner: 'alice', change: { ...change, subject: { userId: 'bob', at } } },
      ])
      expect(await feedOf(store, 'bob', before)).toEqual([])
      await committed(store, blocking(nowhere, ['alice', 'bob'], 'user.unblocked'))
      await committed(store, blocking(nowhere, ['alice', 'bob'], 'user.unblocked'))
      expect(await pairs(store, 'alice', ['bob'])).toEqual([])
      const told = await feedOf(store, 'alice', before)
      expect(told.map(({ change: { type, subject } }) => [type, subject])).toEqual([
        ['user.blocked', { userId: 'bob', at: null }],
        ['user.unblocked', { userId: 'bob', at: null }],
      ])
    }),
  },
  {
    name: 'blocks are paged, latest first',
    proves: ['blocks'],
    run: withStore(async (store) => {
      for (const n of upTo(5)) await committed(store, blocking(newId(), ['alice', `user-${n}`]))
      await committed(store, blocking(newId(), ['bob', 'alice']))
      const first = await store.blocks('alice', { limit: 3 })
      expect(first.map(({ blocked }) => blocked)).toEqual(['user-5', 'user-4', 'user-3'])
      const second = await store.blocks('alice', { limit: 3, below: first.at(-1)?.number ?? 0 })
      expect(second.map(({ blocked }) => blocked)).toEqual(['user-2', 'user-1'])
      expect(await store.blocks('user-1', { limit: 3 })).toEqual([])
    }),
  },
  {
    name: 'a direct tells who of its two blocks the other, a group tells of none',
    proves: ['slice', 'conversation', 'inbox'],
    run: withStore(async (store) => {
      const id = await startDirect(store)
      const group = await startGroup(store, ['alice', 'bob'])
      expect((await sliceOf(store, id, 'alice')).conversation.blockedBy).toEqual([])
      expect(await store.conversation('alice', id)).toMatchObject({ blocked: false })
      await committed(store, blocking(id, ['bob', 'alice']))
      expect((await sliceOf(store, id, 'alice')).conversation.blockedBy).toEqual(['bob'])
      for (const viewer of ['alice', 'bob'])
        expect(await store.conversation(viewer, id)).toMatchObject({ blocked: true })
      await committed(store, blocking(id, ['alice', 'bob']))
      expect((await sliceOf(store, id, 'alice')).conversation.blockedBy.toSorted()).toEqual(['alice', 'bob'])
      expect((await sliceOf(store, group, 'alice')).conversation.blockedBy).toEqual([])
      const inbox = await store.inbox('alice', { limit: 10 })
      expect(inbox.map(({ kind, blocked }) => `${kind} ${blocked}`).toSorted()).toEqual(['direct true', 'group false'])
    }),
  },
  {
    name: 'a block racing a send: what is committed after it was decided before',
    proves: ['commit'],
    run: withStore(async (store) => {
      const id = await startDirect(store)
      for (const n of upTo(20)) {
        const [blocker, blocked] = n % 2 === 0 ? (['alice', 'bob'] as const) : (['bob', 'alice'] as const)
        const { conversation } = await sliceOf(store, id, blocked)
        const guard = { on: 'settings', version: conversation.settingsVersion } as const
        const send = () => commit(store, guarded(item(id, blocked, message(`${n}`)), guard))
        const [, sent] = await Promise.all([committed(store, blocking(id, [blocker, blocked])), send()])
        expect(['committed', 'stale']).toContain(sent.status)
        const seqs = await seqsOf(store, 'alice', id)
        expect((await send()).status).toBe('stale')
        expect(await seqsOf(store, 'alice', id)).toEqual(seqs)
        await committed(store, blocking(id, [blocker, blocked], 'user.unblocked'))
      }
    }),
  },
  {
    name: 'no direct comes to be between two while one blocks the other',
    proves: ['commit'],
    run: withStore(async (store) => {
      const refused = newId()
      await committed(store, blocking(refused, ['bob', 'alice']))
      expect(await commit(store, direct(refused, 'alice', 'bob'))).toEqual({ status: 'stale' })
      expect(await store.slice({ conversationId: refused, userIds: ['alice'] })).toBeNull()
      await Promise.all(
        upTo(20).map(async (n) => {
          const [id, other] = [newId(), `user-${n}`]
          await Promise.all([
            committed(store, blocking(id, [other, 'alice'])),
            commit(store, direct(id, 'alice', other)),
          ])
          const slice = await store.slice({ conversationId: id, userIds: ['alice'] })
          if (slice === null) return
          // The direct was first: then whoever decided before the block is stale.
          const guard = { on: 'settings', version: 1 } as const
          expect(await commit(store, guarded(item(id, 'alice', message('hello')), guard))).toEqual({ status: 'stale' })
        }),
      )
    }),
  },
  {
    name: 'receipts of whom one has blocked are neither in the feed nor in the list, and everything else is',
    proves: ['feed', 'receipts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol'])
      await committed(store, item(id, 'alice', message('one')))
      await committed(store, blocking(newId(), ['alice', 'bob']))
      const before = await now(store)
      const seen = async (viewer: string) =>
        (await feedOf(store, viewer, before)).map(({ change }) => `${change.type} ${change.actor}`)
      await committed(store, item(id, 'bob', { type: 'receipt.advanced', readSeq: 1 }))
      await committed(store, item(id, 'bob', message('two')))
      await committed(store, item(id, 'carol', { type: 'receipt.advanced', readSeq: 2 }))
      const others = ['message.sent bob', 'receipt.advanced carol']
      expect(await seen('alice')).toEqual(others)
      const listed = async (viewer: string) =>
        (await store.receipts(viewer, id, { limit: 2 }))?.map(({ userId }) => userId)
      expect(await listed('alice')).toEqual(['alice', 'carol'])
      expect(await listed('bob')).toEqual(['alice', 'bob'])
      expect(await seen('bob')).toEqual(['receipt.advanced bob', ...others])
      expect(await seen('carol')).toEqual(['receipt.advanced bob', ...others])
    }),
  },
]
