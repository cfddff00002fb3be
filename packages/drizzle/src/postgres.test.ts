import { createMessaging } from '@msg/core'
import type { Logger } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { create, item, send, told } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { startWireProxy } from '../test/wire-proxy.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import type { PostgresSchema } from './postgres-testing.ts'

onPostgres((url) => {
  let made: PostgresSchema
  let schema: string
  const admin = new Pool({ connectionString: url, max: 4 })

  beforeAll(async () => {
    made = await makePostgresSchema(url)
    schema = made.schema
  })
  afterAll(async () => {
    await made.drop()
    await admin.end()
  })

  const group = async (store: Awaited<ReturnType<typeof openPostgres>>): Promise<string> => {
    const id = newId()
    expect(told(await store.commit([item(id, 'alice', create('group', ['alice', 'bob']))]))).toEqual(['committed'])
    return id
  }

  describe('a store', () => {
    test('on a pool of one’s own leaves the pool open when it closes', async () => {
      const store = await openPostgres({ pool: admin, schema })
      await group(store)
      await store.close()
      await expect(store.windows('alice')).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
      expect((await admin.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    })

    test('waits for what is under way when it closes, and ends the connections it made', async () => {
      const proxy = await startWireProxy(url)
      const store = await openPostgres({ url: proxy.url, schema })
      const under = upTo(40).map(() => group(store))
      await store.close()
      expect(new Set(await Promise.all(under)).size).toBe(40)
      await expect(store.commit([])).rejects.toMatchObject({ code: 'unavailable' })
      await proxy.close()
    })

    test('parses each statement once per connection, and every time with `prepare: false`', async () => {
      for (const prepare of [true, false]) {
        const proxy = await startWireProxy(url)
        const pool = new Pool({ connectionString: proxy.url, max: 1 })
        const store = await openPostgres({ pool, schema, prepare })
        await store.windows('alice')
        const before = proxy.parsed()
        for (const user of ['alice', 'bob', 'carol']) await store.windows(user)
        expect(proxy.parsed() - before).toBe(prepare ? 0 : 3)
        await store.close()
        await pool.end()
        await proxy.close()
      }
    })

    test('sends in one round trip with a known slice, in two otherwise, and reads in one', async () => {
      const proxy = await startWireProxy(url)
      const pool = new Pool({ connectionString: proxy.url })
      const messaging = createMessaging({ store: await openPostgres({ pool, schema, prepare: false }) })
      const alice = messaging.as('alice')
      const { id } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const countOf = async (work: () => Promise<unknown>): Promise<number> => {
        const before = proxy.roundTrips()
        await work()
        return proxy.roundTrips() - before
      }
      const hello = () => alice.messages.send({ conversationId: id, body: 'hello' })
      expect(await countOf(hello)).toBe(2)
      expect(await countOf(hello)).toBe(1)
      expect(await countOf(() => Promise.all(upTo(40).map(hello)))).toBeLessThanOrEqual(3)
      expect(await countOf(() => alice.inbox.list({}))).toBe(1)
      expect(await countOf(() => alice.messages.list({ conversationId: id }))).toBe(1)
      await messaging.close()
      await pool.end()
      await proxy.close()
    })

    test('relies on nothing that a connection would remember: each statement may go to another one', async () => {
      const pool = new Pool({ connectionString: url, maxUses: 1, max: 4 })
      const messaging = createMessaging({ store: await openPostgres({ pool, schema, prepare: false }) })
      const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
      const { id } = await alice.conversations.startGroup({ userIds: ['bob'] })
      await Promise.all(upTo(20).map((n) => alice.messages.send({ conversationId: id, body: `${n}` })))
      await bob.receipts.markRead({ conversationId: id, seq: 15 })
      expect(await bob.conversations.get({ conversationId: id })).toMatchObject({
        lastSeq: 20,
        me: { unread: { count: 5 } },
      })
      await messaging.close()
      await pool.end()
    })

    test('says what an acknowledged commit survives', async () => {
      const { rows } = await admin.query(`select current_setting('fsync') as fsync`)
      const store = await openPostgres({ pool: admin, schema })
      expect(store.meta.durability).toBe(rows[0].fsync === 'on' ? 'power' : 'process')
      await store.close()
      const hasty = new Pool({ connectionString: url, options: '-c synchronous_commit=off' })
      const other = await openPostgres({ pool: hasty, schema })
      expect(other.meta).toEqual({ ...store.meta, durability: 'process' })
      await other.close()
      await hasty.end()
    })

    test('of a name that no schema should have is refused before anything is asked', async () => {
      for (const name of ['', 'a"b', 'Upper', 'pg_own', 'information_schema', `a'; drop`, 'a$b', 'x'.repeat(49)])
        await expect(openPostgres({ url: 'postgres://nowhere.invalid/', schema: name })).rejects.toMatchObject({
          code: 'invalid',
        })
    })
  })

  describe('a server that defaults to another isolation', () => {
    const options = '-c default_transaction_isolation=serializable'

    test('serves all the same when its url is given', async () => {
      const address = new URL(url)
      address.searchParams.set('options', options)
      const store = await openPostgres({ url: address.href, schema })
      const id = await group(store)
      expect(told(await store.commit([item(id, 'alice', send())]))).toEqual([1])
      await store.close()
    })

    test('is refused through a pooler that passes no options on, saying what to set', async () => {
      const pooler = await startWireProxy(url, 'read\\ committed')
      const address = new URL(pooler.url)
      address.searchParams.set('options', options)
      await expect(openPostgres({ url: address.href, schema })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('alter the role or the database'),
      })
      await pooler.close()
    })

    test('is refused through a pool, saying what to set', async () => {
      const pool = new Pool({ connectionString: url, options })
      await expect(openPostgres({ pool, schema })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('default_transaction_isolation'),
      })
      await pool.end()
    })
  })

  describe('what fails', () => {
    test('before it was sent certainly did not happen', async () => {
      const proxy = await startWireProxy(url)
      const lost: string[] = []
      const logger: Logger = { debug() {}, info() {}, warn: (message) => lost.push(message), error() {} }
      const store = await openPostgres({ url: proxy.url, schema, logger })
      await group(store)
      await proxy.close()
      await expect.poll(() => lost.length).toBeGreaterThan(0)
      await expect(group(store)).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
      await store.close()
      await expect(openPostgres({ url: proxy.url, schema })).rejects.toMatchObject({
        code: 'unavailable',
        message: 'the database cannot be reached (ECONNREFUSED)',
      })
    })

    test('without an answer may have happened, and the same id tells which', async () => {
      const proxy = await startWireProxy(url)
      const pool = new Pool({ connectionString: proxy.url, max: 1 })
      const store = await openPostgres({ pool, schema })
      const id = await group(store)
      const draft = send('perhaps')
      proxy.holdAnswers()
      const committing = store.commit([item(id, 'alice', draft)])
      await expect
        .poll(async () => (await made.database.query('select from msg.message where id = $1', [draft.id])).length)
        .toBe(1)
      proxy.cut()
      await expect(committing).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' })
      await store.close()
      await pool.end()
      await proxy.close()
      const again = await openPostgres({ pool: admin, schema })
      expect(told(await again.commit([item(id, 'alice', draft)]))).toEqual(['duplicate'])
      await again.close()
    })

    test('because the server vanished without a word may have happened; then all goes on over new connections', async () => {
      const proxy = await startWireProxy(url)
      const store = await openPostgres({ url: proxy.url, schema, queryTimeout: 500 })
      const id = await group(store)
      const calls = () =>
        upTo(12).flatMap(() => [store.commit([item(id, 'alice', send())]), store.inbox('alice', { limit: 5 })])
      await Promise.all(calls())
      proxy.freeze()
      const lost = (await Promise.allSettled(calls())).flatMap((call) =>
        call.status === 'rejected' ? [call.reason] : [],
      )
      expect(lost.length).toBeGreaterThan(0)
      for (const error of lost) expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
      expect((await Promise.allSettled(calls())).map(({ status }) => status)).not.toContain('rejected')
      await store.close()
      await proxy.close()
    })

    test('because an operator ended the connection may have happened; the next call finds another connection', async () => {
      const pool = new Pool({ connectionString: url, max: 1, application_name: schema })
      const store = await openPostgres({ pool, schema })
      const id = await group(store)
      const release = await locked(id)
      const committing = store.commit([item(id, 'alice', send())])
      const refused = committing.catch((error: unknown) => error)
      await expect
        .poll(async () => {
          const { rows } = await admin.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = $1 and wait_event_type = 'Lock'`,
            [schema],
          )
          return rows.length
        })
        .toBe(1)
      expect(await refused).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
      await release()
      expect(told(await store.commit([item(id, 'alice', send())]))).toEqual([1])
      await store.close()
      await pool.end()
    })

    test('because no connection was free in time is busy, and nothing happened', async () => {
      const pool = new Pool({ connectionString: url, max: 1 })
      const store = await openPostgres({ pool, schema })
      const id = await group(store)
      const held = await pool.connect()
      // Not before: on a busy machine it takes longer to connect at all.
      pool.options.connectionTimeoutMillis = 50
      await expect(store.commit([item(id, 'alice', send())])).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
      pool.options.connectionTimeoutMillis = 0
      held.release()
      expect(told(await store.commit([item(id, 'alice', send())]))).toEqual([1])
      await store.close()
      await pool.end()
    })

    test('because the server’s patience ended is busy, and nothing happened', async () => {
      const pool = new Pool({ connectionString: url, options: '-c statement_timeout=1s' })
      const store = await openPostgres({ pool, schema })
      const id = await group(store)
      const release = await locked(id)
      await expect(store.commit([item(id, 'alice', send())])).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
      await release()
      expect(told(await store.commit([item(id, 'alice', send())]))).toEqual([1])
      await store.close()
      await pool.end()
    })

    test('because somebody holds the conversation is busy after two seconds, and nothing happened', async () => {
      const store = await openPostgres({ pool: admin, schema })
      const [id, other] = [await group(store), await group(store)]
      const release = await locked(id)
      const began = performance.now()
      const batch = [item(id, 'alice', send()), item(other, 'alice', send())]
      await expect(store.commit(batch)).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
      expect(performance.now() - began).toBeGreaterThan(1_900)
      await release()
      expect(told(await store.commit(batch))).toEqual([1, 1])
      await store.close()
    })

    test('because the server became read-only is unavailable, and nothing happened', async () => {
      const pool = new Pool({ connectionString: url, options: '-c default_transaction_read_only=on' })
      const store = await openPostgres({ pool, schema })
      await expect(group(store)).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
      await store.close()
      await pool.end()
    })

    test('400 calls on a pool of 4 are all served, while one conversation is locked and afterwards', async () => {
      const pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 2_000 })
      const store = await openPostgres({ pool, schema })
      const [stuck, free] = [await group(store), await group(store)]
      const release = await locked(stuck)
      const waiting = Promise.allSettled([store.commit([item(stuck, 'alice', send())])])
      const served = await Promise.allSettled(
        upTo(400).map((n) =>
          n % 2 === 0 ? store.inbox('alice', { limit: 5 }) : store.commit([item(free, 'bob', send())]),
        ),
      )
      expect(served.some(({ status }) => status === 'fulfilled')).toBe(true)
      await release()
      // Where all this took two seconds, the one that waited was refused as well.
      const refusals = [...served, ...(await waiting)].flatMap((call) =>
        call.status === 'rejected' ? [call.reason] : [],
      )
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'busy', outcome: 'none' })
      const [seq = 0] = told(await store.commit([item(stuck, 'alice', send())]))
      expect(seq).toBeGreaterThan(0)
      await store.close()
      expect(pool.waitingCount).toBe(0)
      expect(pool.idleCount).toBe(pool.totalCount)
      await pool.end()
    })

    /** Holds the row lock of a conversation until it is called. */
    const locked = async (id: string): Promise<() => Promise<void>> => {
      const client = await admin.connect()
      await client.query('begin')
      await client.query(`select from "${schema}".conversation where id = $1 for update`, [id])
      return async () => {
        await client.query('rollback')
        client.release()
      }
    }
  })
})
