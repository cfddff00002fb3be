import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const clear = (clearedSeq: number) => ({ type: 'inbox.cleared', clearedSeq }) as const
const mute = (mutedUntil: string | null) => ({ type: 'inbox.muted', mutedUntil }) as const

export const ownViewStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'clearing goes up only, no further than the last message, answers where it is, and is logged only then',
    proves: ['commit', 'log', 'conversation', 'messages'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      for (const n of upTo(3)) await committed(store, item(id, 'alice', message(`${n}`)))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const cleared = async (seq: number) => (await committed(store, item(id, 'bob', clear(seq)))).stamps
      expect(await cleared(2)).toEqual([{ revision: null, seq: 2 }])
      expect(await cleared(1)).toEqual([{ revision: null, seq: 2 }])
      expect((await store.messages('bob', id, { order: 'asc', limit: 9 }))?.map(({ seq }) => seq)).toEqual([3])
      expect(await cleared(99)).toEqual([{ revision: null, seq: 3 }])
      expect(await store.conversation('bob', id)).toMatchObject({ lastMessage: null, me: { clearedSeq: 3 } })
      const { changes } = await store.log({ after: snapshot, limit: 9 })
      expect(changes.map(({ change, audience }) => [change.type, change.revision, audience, change.subject])).toEqual(
        upTo(2).map(() => ['inbox.cleared', null, 'actor', { conversationId: id, userId: 'bob', clearedSeq: 3 }]),
      )
    }),
  },
  {
    name: 'what is hidden or cleared in one conversation is in the others, and for everybody else, as it was',
    proves: ['messages', 'message', 'conversation', 'inbox', 'unread', 'stats', 'slice'],
    run: withStore(async (store) => {
      const one = await startGroup(store, ['alice', 'bob'])
      const other = await startGroup(store, ['alice', 'bob'])
      const [first, second] = [message('a word'), message('a word')]
      await committed(store, item(one, 'alice', first))
      await committed(store, item(other, 'alice', second))
      await committed(store, item(one, 'bob', { type: 'message.hidden', messageId: first.id }))
      const seen = async (viewer: string, id: string) => {
        const stats = await store.stats(viewer, id, { period: null, verb: false, author: false, filter: {}, limit: 9 })
        const record = await store.conversation(viewer, id)
        const entry = (await store.inbox(viewer, { limit: 9 })).find((row) => row.id === id)
        return [
          (await store.messages(viewer, id, { order: 'asc', limit: 9 }))?.length,
          (await store.filteredMessages(viewer, id, { order: 'asc', limit: 9, filter: {} }))?.messages.length,
          stats?.rows.reduce((sum, { count }) => sum + count, 0),
          record?.lastMessage === null ? 0 : 1,
          entry?.lastMessage === null ? 0 : 1,
        ]
      }
      const unread = async () => (await store.unread('bob')).messages.count
      expect(await seen('bob', one)).toEqual([0, 0, 0, 0, 0])
      expect([await seen('bob', other), await unread()]).toEqual([[1, 1, 1, 1, 1], 1])
      expect((await store.slice({ messageId: second.id, userIds: ['bob'] }))?.message?.hidden).toBe(false)
      await committed(store, item(one, 'bob', clear(1)))
      expect([await seen('bob', other), await unread()]).toEqual([[1, 1, 1, 1, 1], 1])
      expect(await store.message('bob', second.id)).toMatchObject({ body: 'a word' })
      for (const id of [one, other]) expect(await seen('alice', id)).toEqual([1, 1, 1, 1, 1])
    }),
  },
  {
    name: 'muting says until when, and what is so already is no change',
    proves: ['commit', 'log', 'conversation'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const { snapshot } = await store.log({ after: null, limit: 1 })
      for (const until of ['2030-01-01T00:00:00.001Z', '2030-01-01T00:00:00.001Z', '9999-12-31T23:59:59.999Z']) {
        expect((await committed(store, item(id, 'bob', mute(until)))).stamps).toEqual([{ revision: null }])
        expect((await store.conversation('bob', id))?.me.mutedUntil).toBe(until)
      }
      await committed(store, item(id, 'bob', mute(null)))
      expect((await store.conversation('bob', id))?.me.mutedUntil).toBeNull()
      expect((await store.conversation('alice', id))?.me.mutedUntil).toBeNull()
      const { changes } = await store.log({ after: snapshot, limit: 9 })
      expect(changes.map(({ change, audience }) => [change.type, audience])).toEqual(
        upTo(3).map(() => ['inbox.muted', 'actor']),
      )
    }),
  },
  {
    name: 'clearing racing sends hides nothing above what it answers',
    proves: ['commit', 'unread', 'messages'],
    run: withStore(async (store) => {
      const groups = await Promise.all(upTo(10).map(() => startGroup(store, ['alice', 'bob'])))
      for (const round of upTo(20)) {
        const answered = await Promise.all(
          groups.map(async (id, at) => {
            const send = store.commit([item(id, 'alice', message(`${round}`))])
            const clearing = store.commit([item(id, 'bob', clear(at % 2 === 0 ? 9_999 : round))])
            const [, [outcome]] = await Promise.all([send, clearing])
            return outcome?.status === 'committed' ? (outcome.stamps[0]?.seq ?? 0) : expect.fail('it is sound')
          }),
        )
        if (round % 5 !== 0) continue
        const left = answered.map((seq) => round - seq)
        for (const [at, id] of groups.entries()) {
          expect([0, 1]).toContain(left[at])
          expect(await store.messages('bob', id, { order: 'asc', limit: 9 })).toHaveLength(left[at] ?? 0)
          expect((await store.conversation('bob', id))?.me.unread.count).toBe(left[at])
        }
        const total = left.reduce((sum, one) => sum + one, 0)
        expect(await store.unread('bob')).toMatchObject({ conversations: { count: total }, messages: { count: total } })
      }
    }),
  },
  {
    name: 'unread by conversation adds up to the totals, page by page',
    proves: ['unreadByConversation', 'unread'],
    run: withStore(async (store) => {
      const ids: string[] = []
      for (const n of upTo(9)) {
        const id = await startGroup(store, ['alice', 'bob', ...(n === 1 ? upTo(100).map((m) => `user-${m}`) : [])])
        for (const m of upTo(n % 3)) await committed(store, item(id, 'alice', message(`${m}`)))
        if (n % 3 > 0) ids.push(id)
      }
      const seen: string[] = []
      let [messages, more] = [0, true]
      while (more) {
        const above = seen.at(-1)
        const page = await store.unreadByConversation('bob', { ...(above === undefined ? {} : { above }), limit: 4 })
        seen.push(...page.map(({ conversationId }) => conversationId))
        messages += page.reduce((sum, { unread }) => sum + unread.count, 0)
        more = page.length === 4
      }
      expect(seen).toEqual(ids.toSorted())
      expect(await store.unread('bob')).toMatchObject({ conversations: { count: 6 }, messages: { count: messages } })
      expect(await store.unreadByConversation('alice', { limit: 9 })).toEqual([])
    }),
  },
]
