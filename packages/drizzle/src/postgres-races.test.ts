import type { CommitItem, LogPage, LogRange, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideNobody } from '../test/beside-nobody.ts'
import { add, create, item, leave, read, send, told } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { commit, commitStatement } from './commit/commit.ts'
import { createOwnSends } from './commit/own-sends.ts'
import { createLatestPages } from './queries/latest-pages.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import type { PostgresSchema } from './postgres-testing.ts'

onPostgres((url) => {
  let made: PostgresSchema
  let schema: string
  let store: Store
  const admin = new Pool({ connectionString: url, max: 20 })

  beforeAll(async () => {
    made = await makePostgresSchema(url)
    schema = made.schema
    store = await openPostgres({ url, schema })
  })
  afterAll(async () => {
    await store.close()
    await made.drop()
    await admin.end()
  })

  const group = async (...userIds: readonly string[]): Promise<string> => {
    const id = newId()
    expect(told(await store.commit([item(id, userIds[0] ?? '', create('group', userIds))]))).toEqual(['committed'])
    return id
  }
  const now = async (): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot
  /** Commits in a transaction that stays open until it is told how to end. */
  const openTransaction = async (...items: readonly CommitItem[]) => {
    const client = await admin.connect()
    await client.query('begin')
    await client.query(`select "${schema}".msg_commit_1($1::text::jsonb)`, [JSON.stringify(items)])
    return async (how: 'commit' | 'rollback'): Promise<void> => {
      await client.query(how)
      client.release()
    }
  }

  /** Follows a read to the end of each page until it is told that nothing more comes. */
  const follower = (pageOf: (range: LogRange) => Promise<LogPage | 'resync'>, start: string) => {
    const seen: string[] = []
    let after = start
    const once = async (): Promise<void> => {
      let range: LogRange = { after, limit: 50 }
      for (;;) {
        const page = await pageOf(range)
        if (page === 'resync') throw new Error('resync')
        seen.push(...page.changes.map(({ change }) => `${change.conversationId} ${change.revision}`))
        if (!page.more) {
          after = page.snapshot
          return
        }
        range = { after, upTo: page.snapshot, position: page.changes.at(-1)?.position ?? 0, limit: 50 }
      }
    }
    return { seen, once }
  }

  test('a commit of any kind insists on seeing what was committed before it had its locks', async () => {
    const id = await group('alice', 'bob')
    const client = await admin.connect()
    for (const draft of [send(), read(1), add('carol')]) {
      const items = [item(id, 'alice', draft)]
      const { sql, parameters } = commitStatement(items)
      await client.query('begin isolation level repeatable read')
      await expect(client.query(sql.replace('msg.', `"${schema}".`), [...parameters])).rejects.toThrow(/read committed/)
      await client.query('rollback')
    }
    client.release()
    expect((await store.slice({ conversationId: id, userIds: [] }))?.conversation).toMatchObject({
      lastSeq: 0,
      rosterVersion: 1,
    })
  })

  describe('a reader of the change log', () => {
    test('misses, repeats and waits for nothing, beside 16 writers, rollbacks and a transaction that stays open', async () => {
      const ids = await Promise.all(upTo(6).map(() => group('alice', 'bob')))
      const [held, undone] = [await group('alice', 'bob'), await group('alice', 'bob')]
      const start = await now()
      const end = await openTransaction(item(held, 'alice', send('held')))
      const whole = follower((range) => store.log(range), start)
      const own = follower((range) => store.feed('bob', range), start)
      let writing = true
      const writers = Promise.all(
        upTo(16).map(async (n) => {
          for (const m of upTo(25)) {
            const conversation = ids[(n + m) % ids.length] ?? ''
            if (m % 5 === 0) await (await openTransaction(item(undone, 'alice', send())))('rollback')
            expect(told(await store.commit([item(conversation, 'alice', send())]))).toEqual([expect.any(Number)])
          }
        }),
      ).finally(() => {
        writing = false
      })
      const follow = async ({ once }: typeof whole): Promise<void> => {
        do await once()
        while (isWriting())
      }
      const isWriting = (): boolean => writing
      await Promise.all([follow(whole), follow(own), writers])
      await Promise.all([whole.once(), own.once()])
      const expected = (
        await Promise.all(
          ids.map(async (id) => {
            const facts = await store.slice({ conversationId: id, userIds: [] })
            return upTo(facts?.conversation.lastSeq ?? 0).map((seq) => `${id} ${seq + 1}`)
          }),
        )
      ).flat()
      expect(expected).toHaveLength(400)
      for (const { seen } of [whole, own]) {
        expect(seen).toHaveLength(400)
        expect(seen.toSorted()).toEqual(expected.toSorted())
        for (const id of ids)
          expect(seen.filter((change) => change.startsWith(id))).toEqual(
            expected.filter((change) => change.startsWith(id)),
          )
      }
      await end('commit')
      await Promise.all([whole.once(), own.once()])
      for (const { seen } of [whole, own]) expect(seen.slice(400)).toEqual([`${held} 2`])
    })

    test('is sent to reload by pruning only when it may have missed something, also beside a transaction that stays open', async () => {
      const id = await group('alice', 'bob')
      const end = await openTransaction(item(await group('carol', 'dave'), 'carol', send('held')))
      await store.commit(upTo(20).map(() => item(id, 'alice', send())))
      const early = await now()
      await store.commit([item(id, 'alice', send())])
      const { snapshot: late } = await besideNobody(() => store.log({ after: null, limit: 1 }), 1)
      expect(await store.prune({ olderThan: '2999-01-01T00:00:00.000Z', keep: 0, limit: 1_000 })).toBeGreaterThan(20)
      expect(await store.feed('bob', { after: early, limit: 5 })).toBe('resync')
      expect(await store.feed('bob', { after: late, limit: 5 })).toMatchObject({ changes: [] })
      await store.commit([item(id, 'alice', send('after'))])
      expect(await store.feed('bob', { after: late, limit: 5 })).toMatchObject({ changes: { length: 1 } })
      await end('rollback')
    })
  })

  describe('parallel batches', () => {
    /** The database of the store, and what it refused. */
    const counting = (): { readonly database: Database; readonly refused: unknown[] } => {
      const refused: unknown[] = []
      const query: Database['query'] = async (sql, parameters) => {
        try {
          return await made.database.query(sql, parameters)
        } catch (error) {
          refused.push(error)
          throw error
        }
      }
      return { database: { ...made.database, query }, refused }
    }

    test('of sends, receipts and members, whatever their order, never wait for one another in a circle', async () => {
      const ids = await Promise.all(upTo(8).map(() => group('alice', 'bob', 'carol', 'dave')))
      const { database, refused } = counting()
      const parts = { database, own: createOwnSends('e'), pages: createLatestPages(), forget: () => {} }
      const users = ['alice', 'bob', 'carol', 'dave']
      await Promise.all(
        upTo(12).map(async (n) => {
          for (const m of upTo(25)) {
            const shuffled = ids.toSorted((one, other) => hash(`${one}${n}${m}`) - hash(`${other}${n}${m}`))
            const batch = shuffled.flatMap((id, at) => {
              const user = users[(n + at) % 4] ?? ''
              return [item(id, user, send()), item(id, users[(m + at) % 4] ?? '', read(m))]
            })
            const guest = `guest ${n}`
            const rare = item(shuffled[0] ?? '', 'alice', m % 2 === 1 ? add(guest) : leave(guest))
            const outcomes = await commit(parts, m % 5 === 0 ? batch : [...batch, rare])
            expect(told(outcomes.slice(0, 16))).not.toContain('stale')
          }
        }),
      )
      const states = refused.map((error) => (error instanceof Error && 'sqlState' in error ? error.sqlState : error))
      expect(states.filter((state) => state === '40P01')).toEqual([])
      for (const id of ids) {
        const lastSeq = (await store.slice({ conversationId: id, userIds: [] }))?.conversation.lastSeq ?? 0
        expect(lastSeq).toBe(300)
        const found = await store.messages('alice', id, { order: 'asc', limit: 1_000 })
        expect(found?.map(({ seq }) => seq)).toEqual(upTo(300))
      }
    })

    test('that make the same directs in opposite orders make each once, and none fails', async () => {
      for (const round of upTo(10)) {
        const pairs = upTo(6).map((n) => [`${round} left ${n}`, `${round} right ${n}`])
        const make = (order: readonly (readonly string[])[]) =>
          store.commit(order.map((pair) => item(newId(), pair[0] ?? '', create('direct', pair))))
        const outcomes = (await Promise.all([make(pairs), make(pairs.toReversed())])).flat()
        expect(told(outcomes).filter((status) => status === 'committed')).toHaveLength(6)
        expect(told(outcomes).filter((status) => status === 'duplicate')).toHaveLength(6)
      }
    })

    test('never lose the unread flag of a receipt that races a send', async () => {
      const other = await openPostgres({ pool: admin, schema })
      const ids = await Promise.all(upTo(40).map(() => group('alice', 'bob')))
      for (const id of ids) await store.commit([item(id, 'alice', send())])
      for (const round of upTo(5))
        await Promise.all(
          ids.flatMap((id) => [
            store.commit([item(id, 'alice', send())]),
            other.commit([item(id, 'bob', read(round))]),
          ]),
        )
      const { messages, conversations } = await store.unread('bob')
      expect(conversations.count).toBeGreaterThanOrEqual(40)
      const flagged = await Promise.all(ids.map((id) => store.conversation('bob', id)))
      expect(flagged.map((record) => record?.me.unread.count)).toEqual(ids.map(() => 1))
      expect(messages.count).toBeGreaterThanOrEqual(40)
      await other.close()
    })
  })
})

/** A number that looks like chance and is not. */
const hash = (text: string): number => {
  let state = 0
  for (const letter of text) state = (Math.imul(state, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return state
}
