import { newId, upTo } from '@msg/testing'
import type { Store } from '@msg/core'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChild, killChildren } from '../test/child.ts'
import { add, clear, create, firstSend, item, leave, read, send } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import type { PostgresSchema } from './postgres-testing.ts'
import { repairPostgres } from './repair.ts'

const sound = { counters: 0, sets: 0, readers: 0, marks: 0, unread: 0, inbox: 0, ahead: 0 }

onPostgres((url) => {
  const admin = new Pool({ connectionString: url })
  let made: PostgresSchema
  let schema: string
  let store: Store
  const [small, wide, cleared] = [newId(), newId(), newId()]

  beforeAll(async () => {
    made = await makePostgresSchema(url)
    schema = made.schema
    store = await openPostgres({ pool: admin, schema })
    await store.commit([
      item(small, 'alice', create('group', ['alice', 'bob', 'carol', 'dave'])),
      ...upTo(9).map((n) => item(small, n % 2 === 0 ? 'alice' : 'bob', send(`${n}`))),
      item(small, 'carol', read(4)),
      item(small, 'bob', read(9)),
      item(small, 'dave', leave('dave')),
      item(small, 'alice', send()),
      item(small, 'alice', add('dave')),
      item(small, 'dave', leave('dave')),
      item(wide, 'alice', create('group', ['alice', ...upTo(120).map((n) => `user-${n}`)])),
      item(wide, 'alice', send()),
      item(wide, 'user-1', read(1)),
      item(cleared, 'alice', create('group', ['alice', 'erin'])),
      item(cleared, 'alice', send()),
      item(cleared, 'erin', clear(1)),
      firstSend(['frank', 'grace', 'heidi']),
    ])
    await store.commit(upTo(150).map(() => item(newId(), 'alice', create('group', ['alice', 'erin']))))
  })
  afterAll(async () => {
    await killChildren()
    await store.close()
    await made.drop()
    await admin.end()
  })

  const seen = async () => ({
    inboxes: await Promise.all(
      ['alice', 'bob', 'carol', 'dave', 'user-1', 'user-7'].map((user) => store.inbox(user, { limit: 20 })),
    ),
    unread: await Promise.all(['alice', 'bob', 'carol', 'user-1', 'user-7'].map((user) => store.unread(user))),
  })

  describe('a repair', () => {
    test('of a sound database finds nothing, changes nothing but the epoch, and leaves servers serving', async () => {
      const before = await seen()
      const { rows } = await admin.query(`select epoch from "${schema}".meta`)
      expect(await repairPostgres({ url, schema })).toEqual({ ...sound, conversations: 154 })
      expect(await seen()).toEqual(before)
      expect((await admin.query(`select epoch from "${schema}".meta`)).rows).not.toEqual(rows)
    })

    test('finds and mends every fault it is given, and finds none afterwards', async () => {
      const before = await seen()
      const next = (await store.log({ after: '1:1:', limit: 1_000 })).changes.at(-1)?.position ?? 0
      for (const fault of [
        `update only conversation set last_seq = 3, member_count = 9, joins = 1, last_minute = 0, revision = 1 where id = '${small}'`,
        `update only conversation set wide = false where id = '${wide}'`,
        `update reader set unread = false where user_id in ('carol', 'user-7')`,
        `update reader set inbox_minute = 5, wide = false where user_id = 'user-1'`,
        `update reader set inbox_minute = null where user_id = 'bob'`,
        `update reader set inbox_minute = 7, unread = true where user_id = 'dave'`,
        `update reader set read_seq = 70 where user_id = 'alice' and conversation_id = '${small}'`,
        `update reader set delivered_seq = 71 where user_id = 'user-11'`,
        `update reader set cleared_seq = 72 where user_id = 'dave' and conversation_id = '${small}'`,
        `update conversation set set_key = sha256('another') where by_sending`,
        `delete from reader where user_id = 'user-9'`,
        `update change set xid = '900000000' where conversation_id = '${wide}'`,
        `alter table change alter position restart with 1`,
      ]) {
        const client = await admin.connect()
        await client.query(`begin; set local search_path = "${schema}"; ${fault}; commit`)
        client.release()
      }
      expect(await repairPostgres({ url, schema })).toEqual({
        conversations: 154,
        counters: 2,
        sets: 1,
        readers: 1,
        marks: 3,
        unread: 4,
        inbox: 4,
        ahead: 3,
      })
      const mended = await seen()
      expect({ ...mended, unread: mended.unread.slice(1) }).toEqual({ ...before, unread: before.unread.slice(1) })
      expect(await repairPostgres({ url, schema })).toEqual({ ...sound, conversations: 154 })
      const { snapshot } = await store.log({ after: null, limit: 1 })
      await store.commit([item(small, 'alice', send())])
      const [logged] = (await store.log({ after: snapshot, limit: 9 })).changes
      expect(logged?.position).toBeGreaterThan(next)
      expect(logged?.change).toMatchObject({ revision: 15, subject: { seq: 11 } })
    })

    test('is a command that says what it found', async () => {
      const child = startChild('../src/cli.ts', 'repair', '--url', url, '--schema', schema)
      const lines = []
      for (let count = 0; count < 9; count += 1) lines.push(await child.line())
      expect(lines).toEqual([
        'conversations: 154',
        ...['counters', 'sets', 'readers', 'marks', 'unread', 'inbox', 'ahead'].map((what) => `${what}: 0`),
        'repaired, and the epoch renewed: start the servers again',
      ])
    })

    test('is refused where there is nothing to repair, saying what to do', async () => {
      await expect(repairPostgres({ url, schema: 'nobody_made_this' })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('npx @msg/drizzle migrate'),
      })
    })

    test('beside writers, and a transaction that stays open, harms nothing', async () => {
      const client = await admin.connect()
      await client.query('begin')
      await client.query('select pg_current_xact_id()')
      const writers = Promise.all(
        upTo(8).map(async (n) => {
          for (const m of upTo(30))
            await store.commit([
              item(m % 2 === 0 ? small : wide, 'alice', send(`${n}.${m}`)),
              item(small, 'bob', read(m)),
            ])
        }),
      )
      for (let round = 0; round < 5; round += 1)
        expect(await repairPostgres({ pool: admin, schema })).toEqual({ ...sound, conversations: 154 })
      await writers
      await client.query('rollback')
      client.release()
      expect(await repairPostgres({ pool: admin, schema })).toEqual({ ...sound, conversations: 154 })
    })
  })
})
