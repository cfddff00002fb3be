import type { NewTicket, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, startGroup, withStore } from './context.ts'

const grantOf = (userId: string) => ({ userId, origin: null, expiresAt: null })

const put = (store: Store, hash: string, more: Partial<NewTicket> = {}): Promise<void> =>
  store.tickets.put({ hash, grant: grantOf('alice'), milliseconds: 60_000, perUser: 50, ...more })

/** Which of these tickets are worth something; each is taken. */
const worth = async (store: Store, hashes: readonly string[]): Promise<readonly string[]> => {
  const grants = await Promise.all(hashes.map((hash) => store.tickets.take(hash)))
  return hashes.filter((_, index) => grants[index] !== null)
}

export const ticketCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'of eight who show one ticket one is let in',
    proves: ['tickets'],
    run: withStore(async (store) => {
      const grant = { userId: 'Ä ñ', origin: 'https://app.example', expiresAt: '2030-01-01T00:00:00.000Z' }
      await put(store, 'hash', { grant })
      const taken = await Promise.all(upTo(8).map(() => store.tickets.take('hash')))
      expect(taken.filter((found) => found !== null)).toEqual([grant])
      expect(await store.tickets.take('hash')).toBeNull()
      expect(await store.tickets.take('made up')).toBeNull()
      await put(store, 'plain')
      expect(await store.tickets.take('plain')).toEqual(grantOf('alice'))
    }),
  },
  {
    name: 'a ticket that ran out is worth nothing, and is cleared away',
    proves: ['tickets'],
    run: withStore(async (store) => {
      for (const n of upTo(5)) await put(store, `late ${n}`, { milliseconds: 0 })
      await put(store, 'fresh')
      expect(await store.tickets.take('late 1')).toBeNull()
      expect(await store.tickets.expire(3)).toBe(3)
      expect(await store.tickets.expire(3)).toBe(1)
      expect(await store.tickets.expire(3)).toBe(0)
      expect(await worth(store, ['fresh'])).toEqual(['fresh'])
    }),
  },
  {
    name: 'beyond so many tickets of a user the oldest go',
    proves: ['tickets'],
    run: withStore(async (store) => {
      await put(store, 'of bob', { grant: grantOf('bob') })
      const hashes = upTo(6).map((n) => `ticket ${n}`)
      // The lifetimes tell the oldest even where two are put in the same millisecond.
      for (const [index, hash] of hashes.entries())
        await put(store, hash, { milliseconds: 60_000 + index * 1_000, perUser: 4 })
      expect(await worth(store, [...hashes, 'of bob'])).toEqual([...hashes.slice(2), 'of bob'])
    }),
  },
  {
    name: 'revoked sessions take their tickets along',
    proves: ['tickets', 'commit'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      await put(store, 'one')
      await put(store, 'two')
      await put(store, 'of bob', { grant: grantOf('bob') })
      await committed(store, {
        ...item(id, 'service:host', { type: 'session.revoked', owner: 'alice', userId: 'alice' }),
        conversationId: null,
      })
      await put(store, 'since')
      expect(await worth(store, ['one', 'two', 'of bob', 'since'])).toEqual(['of bob', 'since'])
    }),
  },
]
