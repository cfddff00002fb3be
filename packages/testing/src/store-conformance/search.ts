import type { FilteredQuery, Message, SearchQuery, Store, Viewer } from '@msg/core'
import { termsOf } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

type More = Omit<Partial<SearchQuery>, 'terms'>

const find = async (store: Store, viewer: Viewer, query: string, more: More = {}) =>
  (await store.search(viewer, { terms: termsOf(query), limit: 50, ...more })) ?? expect.fail('not visible')

/** What is found by as many pages as it takes. */
const findAll = async (store: Store, viewer: Viewer, query: string, more: More = {}): Promise<readonly Message[]> => {
  const found: Message[] = []
  for (let page = await find(store, viewer, query, more); ; page = await find(store, viewer, query, more)) {
    found.push(...page.messages)
    if (page.next === null) return found
    more = { ...more, below: page.next }
  }
}

export const searchStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'search finds what is in sight, newest first, page by page',
    proves: ['search'],
    run: withStore(async (store) => {
      const ids = await Promise.all(upTo(30).map((n) => startGroup(store, ['alice', `friend-${n}`])))
      const foreign = await startGroup(store, ['bob', 'carol'])
      for (const n of upTo(4))
        for (const id of ids) {
          await store.commit([
            item(id, 'alice', message(`round ${n} often ${n === 1 ? 'rarely' : ''}`)),
            item(foreign, 'bob', message('often rarely of others')),
          ])
        }
      const [first = ''] = ids
      for (const limit of [7, 50, 100]) {
        const all = await findAll(store, 'alice', 'often', { limit })
        expect(new Set(all.map(({ id }) => id)).size).toBe(120)
        expect(all.map(({ createdAt }) => createdAt)).toEqual(
          all
            .map(({ createdAt }) => createdAt)
            .toSorted()
            .toReversed(),
        )
        expect(await findAll(store, 'alice', 'rarely', { limit })).toHaveLength(30)
        const one = await findAll(store, 'alice', 'often', { limit, conversationId: first })
        expect(one.map(({ seq }) => seq)).toEqual([4, 3, 2, 1])
      }
      expect(await findAll(store, 'friend-1', 'often')).toHaveLength(4)
      expect(await findAll(store, 'stranger', 'often')).toEqual([])
      expect(await findAll(store, 'alice', 'others')).toEqual([])
      expect(await store.search('alice', { terms: termsOf('often'), conversationId: foreign, limit: 5 })).toBeNull()
      expect(await store.search('alice', { terms: termsOf('often'), conversationId: newId(), limit: 5 })).toBeNull()
      expect(
        await find(store, { userId: 'dave', admitted: true }, 'others', { conversationId: foreign, limit: 1 }),
      ).toMatchObject({ messages: [{ seq: 120 }], next: { rank: 120, conversationId: foreign, seq: 120 } })
    }),
  },
  {
    name: 'a filtered page of a long conversation goes on from where it stopped, to the end',
    proves: ['filteredMessages'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const rare = new Set([1, 3, 10_000, 10_001, 10_002, 12_000])
      for (let from = 1; from <= 12_000; from += 500)
        await store.commit(
          upTo(500).map((n) => item(id, rare.has(from + n - 1) ? 'bob' : 'alice', message(`${from + n - 1}`))),
        )
      const all = async (order: 'asc' | 'desc', more: Partial<FilteredQuery> = {}): Promise<readonly number[]> => {
        const seqs: number[] = []
        for (let from: number | undefined; ;) {
          const bound = from === undefined ? {} : order === 'asc' ? { after: from } : { before: from }
          const page = { order, limit: 2, filter: { authorId: 'bob' }, ...more, ...bound }
          const { messages, next } = (await store.filteredMessages('alice', id, page)) ?? expect.fail('not visible')
          seqs.push(...messages.map(({ seq }) => seq))
          from = next ?? (messages.length < 2 ? undefined : seqs.at(-1))
          if (from === undefined) return seqs
        }
      }
      const ascending = [...rare].toSorted((a, b) => a - b)
      expect(await all('asc')).toEqual(ascending)
      expect(await all('desc')).toEqual(ascending.toReversed())
      expect(await all('desc', { limit: 100, filter: { authorId: 'carol' } })).toEqual([])
      expect(await all('desc', { after: 10_000 })).toEqual([12_000, 10_002, 10_001])
      expect(await all('asc', { before: 10_001 })).toEqual([1, 3, 10_000])
      expect(await store.filteredMessages('carol', id, { order: 'asc', limit: 2, filter: {} })).toBeNull()
    }),
  },
  {
    name: 'a long conversation is searched to its beginning, across all its stretches',
    proves: ['search'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const other = await startGroup(store, ['alice', 'carol'])
      const rare = new Set([1, 2, 4_095, 4_096, 4_097, 8_191, 8_192, 9_000])
      for (let from = 1; from <= 9_000; from += 500)
        await store.commit(
          upTo(500).map((n) => {
            const seq = from + n - 1
            return item(
              id,
              'alice',
              message(`${seq % 100 === 0 ? 'middling' : 'often'} ${rare.has(seq) ? 'rare' : ''}`),
            )
          }),
        )
      await committed(store, item(other, 'alice', message('rare')))
      const seqs = async (query: string, more: More = {}) =>
        (await find(store, 'alice', query, more)).messages.map(({ seq }) => seq)
      const expected = [...rare].toSorted((a, b) => b - a)
      expect(await seqs('rare', { conversationId: id })).toEqual(expected)
      expect((await seqs('rare')).toSorted((a, b) => b - a)).toEqual([...expected, 1])
      expect(await seqs('rar often', { conversationId: id })).toEqual([])
      expect(
        await seqs('often rar', { conversationId: id, below: { rank: 4_097, conversationId: id, seq: 4_097 } }),
      ).toEqual([4_096, 4_095, 2, 1])
      expect(await findAll(store, 'alice', 'middling', { conversationId: id, limit: 40 })).toHaveLength(90)
      expect(await findAll(store, 'bob', 'middling')).toHaveLength(90)
      expect(await findAll(store, 'alice', 'often', { authorId: 'nobody' })).toEqual([])
      expect(await findAll(store, 'alice', 'often', { authorId: 'nobody', conversationId: id })).toEqual([])
    }),
  },
]
