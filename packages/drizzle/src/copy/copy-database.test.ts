/** An embedded database with something in every table, copied into Postgres through all that can go wrong. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessaging } from '@msg/core'
import type { Messaging, Store } from '@msg/core'
import { newId } from '@msg/testing'
import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killChildren, startChild } from '../../test/child.ts'
import { fill, gone, targets } from '../../test/erased-world.ts'
import { everythingSeenBy } from '../../test/everything-seen.ts'
import { importGroup } from '../../test/import-draft.ts'
import { onPostgres } from '../../test/on-postgres.ts'
import type { Database } from '../database.ts'
import { openDatabase, openPglite } from '../pglite.ts'
import { makePostgresSchema } from '../postgres-testing.ts'
import type { PostgresSchema } from '../postgres-testing.ts'
import { openPostgres } from '../postgres.ts'
import { copyAll } from './copy-all.ts'
import type { CopyWatch } from './copy-all.ts'
import { copyDatabase } from './copy-database.ts'
import { previewCopy } from './preview-copy.ts'
import { openSource } from './source.ts'
import { firstSql, keyAtSql, nextSql, readTables } from './table.ts'

/** What nothing is in for long. */
const unfurnished = ['doomed', 'erasure', 'parked', 'dead_letter']

const people = [gone, 'bob', 'carol', 'user1', 'user2']

/** Of messages more than are read at once, and of everything something. */
const furnish = async (store: Store): Promise<void> => {
  const messaging = createMessaging({ store, targets })
  await fill(messaging)
  await store.import({ ...importGroup(900), readers: [] })
  await store.import(importGroup(30))
  await store.attachments.add('bob', {
    id: newId(),
    name: String.raw`a "name", (with) \all`,
    type: 'text/plain',
    size: 3,
  })
  await messaging.as('bob').conversations.update({ conversationId: await groupOf(messaging), title: 'renamed\n' })
  await store.notifiers.open('hooks')
  const fence = (await store.lease({ name: 'work', holder: 'one', milliseconds: 60_000 })) ?? 0
  await store.keepLease({ name: 'work', fence, milliseconds: 60_000, memo: 'as far as here' })
  await messaging.close()
}

const groupOf = async (messaging: Messaging): Promise<string> => {
  const { conversations } = await messaging.as('bob').inbox.list({ kind: 'group' })
  return conversations.find(({ me }) => me.role === 'admin')?.id ?? ''
}

const seenIn = async (messaging: Messaging): Promise<readonly unknown[]> => {
  const seen: unknown[] = []
  for (const userId of people) seen.push(await everythingSeenBy(messaging.as(userId)))
  return seen
}

onPostgres((url) => {
  const pool = new Pool({ connectionString: url, max: 4 })
  const schemas: PostgresSchema[] = []
  let parent: string
  let dataDir: string
  let original: readonly unknown[]
  let epoch: string

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'msg-copy-'))
    dataDir = join(parent, 'data')
    const store = await openPglite({ dataDir })
    ;({ epoch } = store.meta)
    await furnish(store)
    const again = await openPglite({ dataDir })
    const messaging = createMessaging({ store: again, targets })
    original = await seenIn(messaging)
    await messaging.close()
  }, 60_000)
  afterEach(killChildren)
  afterAll(async () => {
    for (const { drop } of schemas) await drop()
    await pool.end()
    await rm(parent, { recursive: true, force: true })
  })

  /** An empty schema of its own. */
  const empty = async (): Promise<PostgresSchema> => {
    const made = await makePostgresSchema(url, 4)
    schemas.push(made)
    return made
  }
  const open = async (schema: string): Promise<Messaging> =>
    createMessaging({ store: await openPostgres({ pool, schema }), targets })

  const seenInCopy = async (schema: string): Promise<readonly unknown[]> => {
    const messaging = await open(schema)
    try {
      return await seenIn(messaging)
    } finally {
      await messaging.close()
    }
  }

  describe('a copy', () => {
    let source: Database
    beforeAll(async () => {
      const other = join(parent, 'other')
      await cp(dataDir, other, { recursive: true })
      source = await openSource(other)
    })
    afterAll(() => source.close())

    test('reads each table in the order of its key by an index, without sorting', async () => {
      for (const table of await readTables(source)) {
        const ways: readonly (readonly [string, readonly string[]])[] = [
          [firstSql(table), []],
          [nextSql(table), table.key.map(({ type }) => (type === 'uuid' ? newId() : '1'))],
          [keyAtSql(table), ['1']],
        ]
        for (const [sql, parameters] of ways) {
          const plan = JSON.stringify(await source.query(`explain ${sql}`, parameters))
          expect(plan).toContain(`_pkey on ${table.name} t`)
          expect(plan).not.toContain('Sort')
        }
      }
    })

    test('shows everybody all that the original did, and goes on from there with an epoch of its own', async () => {
      const { schema } = await empty()
      const { tables } = await copyDatabase({ from: dataDir, to: { pool, schema } })
      expect(tables.find(({ table }) => table === 'message')?.rows).toBeGreaterThan(900)
      expect(tables.filter(({ rows }) => rows === 0).map(({ table }) => table)).toEqual(unfurnished)
      expect(await seenInCopy(schema)).toEqual(original)
      const messaging = await open(schema)
      const bob = messaging.as('bob')
      const { id } = await bob.conversations.startDirect({ userId: 'carol' })
      const { cursor } = await bob.live.read({})
      await bob.messages.send({ conversationId: id, body: 'new' })
      await messaging.as('carol').people.block({ userId: 'dave' })
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes).toMatchObject([{ type: 'message.sent', subject: { body: 'new' } }])
      expect((await bob.inbox.list({})).conversations[0]?.id).toBe(id)
      await messaging.close()
    })

    test('sends a client that was with the original to load anew', async () => {
      const { schema, database } = await empty()
      const embedded = createMessaging({ store: await openPglite({ dataDir }), targets })
      const { cursor } = await embedded.as('bob').live.read({})
      await embedded.close()
      await copyAll({ source, target: database }, {})
      const messaging = await open(schema)
      await expect(messaging.as('bob').live.read({ after: cursor })).rejects.toMatchObject({ code: 'resync_required' })
      await messaging.close()
    })

    test('tells notifiers nothing again, and keeps the log', async () => {
      const { schema, database } = await empty()
      await copyAll({ source, target: database }, {})
      const store = await openPostgres({ pool, schema })
      const { point } = await store.notifiers.open('hooks')
      expect((await store.log({ after: point.after, limit: 9 })).changes).toEqual([])
      const [there] = await database.query('select count(*) as rows, min(position) as low from msg.change')
      expect(there).toEqual((await source.query('select count(*) as rows, min(position) as low from msg.change'))[0])
      await store.close()
    })

    test('ended at any point and begun again is whole in the end; until then no store opens it', async () => {
      const { schema, database } = await empty()
      const copying = (watch: CopyWatch): Promise<unknown> => copyAll({ source, target: database }, watch)
      const tables = new Set<string>()
      for (let reports = 1; ; reports += 3) {
        const end = new AbortController()
        let told = 0
        const onProgress: CopyWatch['onProgress'] = ({ table }) => {
          tables.add(table)
          told += 1
          if (told > reports) end.abort(new Error('ended'))
        }
        const ended = await copying({ onProgress, signal: end.signal }).then(
          () => 'whole',
          (error: unknown) => String(error),
        )
        if (ended === 'whole') break
        expect(ended).toBe('Error: ended')
        await expect(openPostgres({ pool, schema })).rejects.toMatchObject({ code: 'unavailable' })
      }
      expect(tables.size).toBeGreaterThan(20)
      expect(await seenInCopy(schema)).toEqual(original)
    })

    test('has nothing left of what somebody did to it before it was whole', async () => {
      const { schema, database } = await empty()
      const end = new AbortController()
      const onProgress: CopyWatch['onProgress'] = ({ table }) => table === 'hidden' && end.abort(new Error('ended'))
      await expect(copyAll({ source, target: database }, { onProgress, signal: end.signal })).rejects.toThrow('ended')
      await database.query(`update msg.message set body = 'other' where seq = 2`)
      await database.query(
        'delete from msg.conversation where id = (select id from msg.conversation order by id limit 1)',
      )
      await copyAll({ source, target: database }, {})
      expect(await seenInCopy(schema)).toEqual(original)
    })

    test('made twice is looked at the second time, and refused once it was used', async () => {
      const { database } = await empty()
      const first = await copyAll({ source, target: database }, {})
      const [meta] = await database.query('select * from msg.meta')
      expect(await copyAll({ source, target: database }, {})).toEqual(first)
      expect(await database.query('select * from msg.meta')).toEqual([meta])
      await database.query('update msg.reader set read_seq = read_seq + 1')
      await expect(copyAll({ source, target: database }, {})).rejects.toThrow('was used since (table "reader")')
    })

    test('is not made into a schema with anything in it, nor into half a copy of another', async () => {
      const { schema, database } = await empty()
      const messaging = await open(schema)
      await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
      await messaging.close()
      await expect(copyAll({ source, target: database }, {})).rejects.toThrow('has data of its own')
      const half = await empty()
      await half.database.query(`update msg.meta set copy_of = 'another'`)
      await expect(copyAll({ source, target: half.database }, {})).rejects.toThrow('half a copy of another')
    })
  })

  describe('a source', () => {
    test('in use is refused, and so is a folder without a database', async () => {
      const { schema } = await empty()
      const store = await openPglite({ dataDir })
      const to = { pool, schema }
      await expect(copyDatabase({ from: dataDir, to })).rejects.toThrow(`in use by process ${process.pid} `)
      await store.close()
      await expect(copyDatabase({ from: parent, to })).rejects.toThrow('there is no embedded database in')
    })

    test('of another version is refused with what to do', async () => {
      const other = join(parent, 'older')
      await cp(dataDir, other, { recursive: true })
      const database = await openDatabase({ dataDir: other })
      await database.query('delete from msg.migration where version = (select max(version) from msg.migration)')
      await database.close()
      await expect(openSource(other)).rejects.toThrow('open it once with `openPglite`')
    })

    test('is told of before, and left as it was', async () => {
      const { tables, sample } = await previewCopy(dataDir)
      expect(tables.find(({ table }) => table === 'conversation')?.rows).toBe(10)
      expect(sample).toHaveLength(3)
      const store = await openPglite({ dataDir })
      expect(store.meta.epoch).toBe(epoch)
      await store.close()
    })
  })

  test('a process that copies, killed with -9 in the midst of it, is followed by one that finishes', async () => {
    const { schema } = await empty()
    for (const reports of [2, 1]) {
      const child = startChild('copy-store.ts', dataDir, url, schema)
      for (let told = 0; told < reports;) if ((await child.line()).startsWith('message ')) told += 1
      await child.kill()
    }
    const last = startChild('copy-store.ts', dataDir, url, schema)
    let line = ''
    while (line !== 'done') line = await last.line()
    expect(await seenInCopy(schema)).toEqual(original)
  }, 60_000)
})
