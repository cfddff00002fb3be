import type { ChangeDraft, CommitItem, LoggedChange, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { commit, committed, item, message, startGroup, withStore } from './context.ts'

const now = async (store: Store): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot

const revoked = (userId: string): ChangeDraft => ({ type: 'session.revoked', owner: userId, userId })

const personal = (userId: string): CommitItem => ({
  conversationId: null,
  actor: 'service:host',
  changes: [revoked(userId)],
  guards: [],
})

const feedOf = async (store: Store, viewer: string, after: string): Promise<readonly LoggedChange[]> => {
  const page = await store.feed(viewer, { after, limit: 100 })
  return page === 'resync' ? expect.fail('resync') : page.changes
}

export const personalCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a personal change is seen by its owner only',
    proves: ['commit', 'log', 'feed'],
    run: withStore(async (store) => {
      await startGroup(store, ['alice', 'bob'])
      const before = await now(store)
      const { at, stamps } = await committed(store, personal('alice'))
      expect(stamps).toEqual([{ revision: null }])
      const logged = {
        audience: 'owner',
        owner: 'alice',
        conversationRevision: 0,
        change: {
          type: 'session.revoked',
          conversationId: null,
          revision: null,
          actor: 'service:host',
          at,
          subject: { userId: 'alice' },
        },
      }
      expect((await store.log({ after: before, limit: 10 })).changes).toMatchObject([logged])
      expect(await feedOf(store, 'alice', before)).toMatchObject([logged])
      for (const other of ['bob', 'carol', 'service:host']) expect(await feedOf(store, other, before)).toEqual([])
    }),
  },
  {
    name: 'a personal change stands beside others in a batch, and within an item of a conversation',
    proves: ['commit', 'feed'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const before = await now(store)
      const outcomes = await store.commit([
        item(id, 'alice', message('one')),
        personal('alice'),
        item(id, 'bob', { type: 'conversation.updated', title: 'new' }, revoked('bob')),
        personal('carol'),
        item(id, 'bob', message('two')),
      ])
      expect(outcomes).toMatchObject([
        { stamps: [{ revision: 2, seq: 1 }] },
        { stamps: [{ revision: null }] },
        { stamps: [{ revision: 3 }, { revision: null }] },
        { stamps: [{ revision: null }] },
        { stamps: [{ revision: 4, seq: 2 }] },
      ])
      const seen = async (viewer: string) => (await feedOf(store, viewer, before)).map(({ change }) => change.type)
      const shared = ['message.sent', 'conversation.updated', 'message.sent']
      expect(await seen('alice')).toEqual(['message.sent', 'session.revoked', ...shared.slice(1)])
      expect(await seen('bob')).toEqual([...shared.slice(0, 2), 'session.revoked', 'message.sent'])
      expect(await seen('carol')).toEqual(['session.revoked'])
    }),
  },
  {
    name: 'personal changes are paged with all others',
    proves: ['feed'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const after = await now(store)
      for (const n of upTo(3)) await store.commit([personal('alice'), item(id, 'bob', message(`${n}`))])
      const first = await store.feed('alice', { after, limit: 4 })
      if (first === 'resync') expect.fail('resync')
      expect(first).toMatchObject({ more: true, changes: { length: 4 } })
      const position = first.changes.at(-1)?.position ?? 0
      const rest = await store.feed('alice', { after, upTo: first.snapshot, position, limit: 4 })
      expect(rest).toMatchObject({
        more: false,
        changes: [{ change: { type: 'session.revoked' } }, { change: { type: 'message.sent' } }],
      })
    }),
  },
  {
    name: 'what needs a conversation and names none fails alone',
    proves: ['commit'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const nowhere: CommitItem = {
        ...item(id, 'alice', { type: 'member.left', userId: 'alice' }),
        conversationId: null,
      }
      const statuses = (await store.commit([personal('alice'), nowhere, item(id, 'bob', message('hi'))])).map(
        ({ status }) => status,
      )
      expect(statuses).toEqual(['committed', 'failed', 'committed'])
      expect(await commit(store, nowhere)).toMatchObject({ status: 'failed' })
    }),
  },
]
