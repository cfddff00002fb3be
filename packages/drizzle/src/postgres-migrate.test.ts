import { createMessaging } from '@msg/core'
import type { Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { Pool } from 'pg'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { killChildren, startChild } from '../test/child.ts'
import { create, item, read, send, told } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { migrations } from './migrations/index.ts'
import { migratePostgres, openPostgres } from './postgres.ts'

onPostgres((url) => {
  const admin = new Pool({ connectionString: url })
  const schemas: string[] = []
  const named = (): string => {
    const schema = `test_${newId().replaceAll('-', '')}`
    schemas.push(schema)
    return schema
  }
  afterEach(() => killChildren())
  afterAll(async () => {
    for (const schema of schemas) await admin.query(`drop schema if exists "${schema}" cascade`)
    await admin.end()
  })

  describe('migrating', () => {
    test('from eight processes at once, on an empty database, lets all of them serve', async () => {
      const schema = named()
      const children = upTo(8).map(() => startChild('open-postgres.ts', url, schema))
      for (const child of children) expect(await child.line()).toBe('ready')
      for (const child of children) child.tell('go')
      const answers = await Promise.all(children.map((child) => child.line()))
      const [epoch] = (answers[0] ?? '').split(' ')
      expect(answers.toSorted()).toEqual(upTo(8).map((seq) => `${epoch} ${seq}`))
      const { rows } = await admin.query(`select version from "${schema}".migration order by version`)
      expect(rows).toEqual(migrations.map(({ version }) => ({ version })))
    })

    test('is refused with `migrate: check` until somebody has done it', async () => {
      const schema = named()
      const refused = openPostgres({ pool: admin, schema, migrate: 'check' })
      await expect(refused).rejects.toMatchObject({
        code: 'unavailable',
        message: `the schema "${schema}" is at version 0 of ${migrations.at(-1)?.version}: run \`npx @msg/drizzle migrate --url … --schema ${schema}\``,
      })
      await migratePostgres({ pool: admin, schema })
      await (await openPostgres({ pool: admin, schema, migrate: 'check' })).close()
    })

    test('needs no right to make schemas where the schema is there', async () => {
      const schema = named()
      await admin.query(`create role "${schema}" login; create schema "${schema}" authorization "${schema}"`)
      const address = new URL(url)
      address.username = schema
      const store = await openPostgres({ url: address.href, schema })
      expect(await store.windows('alice')).toEqual([])
      await store.close()
      await admin.query(`drop owned by "${schema}" cascade; drop role "${schema}"`)
    })

    test('is a command, whose url may be in the environment', async () => {
      const schema = named()
      expect(await startChild('../src/cli.ts', 'migrate', '--url', url, '--schema', schema).line()).toBe(
        `the schema "${schema}" is up to date`,
      )
      expect(await startChild('../src/cli.ts', 'migrate', '--schema', schema).line()).toBe(
        `the schema "${schema}" is up to date`,
      )
      const { rows } = await admin.query(`select count(*)::integer as applied from "${schema}".migration`)
      expect(rows).toEqual([{ applied: migrations.length }])
    })

    test('says how it is called when it is asked', async () => {
      expect(await startChild('../src/cli.ts', '--help').line()).toContain('npx @msg/drizzle <command> --url')
    })

    test('holds up no other tenant', async () => {
      const [one, other] = [named(), named()]
      await admin.query(`create schema "${one}"`)
      await admin.query(`create table "${one}".migration (version integer primary key, name text not null,
        applied_at timestamptz not null default now())`)
      const client = await admin.connect()
      await client.query('begin')
      await client.query(`lock table "${one}".migration in share mode`)
      const stuck = migratePostgres({ pool: admin, schema: one })
      await expect.poll(() => held(one)).toBe(1)
      await migratePostgres({ pool: admin, schema: other })
      expect(await held(one)).toBe(1)
      await client.query('rollback')
      client.release()
      await Promise.allSettled([stuck])
    })

    /** How many are waiting to note a migration of this schema, with its lock in hand. */
    const held = async (schema: string): Promise<number> => {
      const { rows } = await admin.query(
        `select count(*)::integer as waiting from pg_locks waiting
        join pg_locks advisory on advisory.pid = waiting.pid and advisory.locktype = 'advisory' and advisory.granted
        where waiting.relation = '"${schema}".migration'::regclass and not waiting.granted`,
      )
      return rows[0].waiting
    }
  })

  describe('two tenants in one database', () => {
    test('share nothing: no row, no epoch, no secret, no function, no lock', async () => {
      const [red, blue] = [named(), named()]
      const pool = new Pool({ connectionString: url })
      const stores = await Promise.all([red, blue].map((schema) => openPostgres({ pool, schema })))
      const [one, other] = stores as [Store, Store]
      expect(one.meta.epoch).not.toBe(other.meta.epoch)
      expect(one.meta.cursorKey).not.toEqual(other.meta.cursorKey)
      const id = newId()
      const draft = send('red')
      const founding = item(id, 'alice', create('direct', ['alice', 'bob']))
      for (const store of stores)
        expect(told(await store.commit([founding, item(id, 'alice', draft)]))).toEqual(['committed', 1])
      await one.commit([item(id, 'bob', read(1))])
      expect((await one.unread('bob')).messages.count).toBe(0)
      expect((await other.unread('bob')).messages.count).toBe(1)
      expect(await one.lease({ name: 'work', holder: 'red', milliseconds: 60_000 })).toBe(1)
      expect(await other.lease({ name: 'work', holder: 'blue', milliseconds: 60_000 })).toBe(1)

      const { rows } = await admin.query(
        `with own as materialized (select p.oid, p.proname from pg_proc p where p.pronamespace = $1::regnamespace)
        select count(*)::integer as functions, array_agg(proname) filter (where pg_get_functiondef(oid) ~ ('\\mmsg\\.|' || $2)) as foreign
        from own`,
        [red, blue],
      )
      expect(rows).toEqual([{ functions: expect.any(Number), foreign: null }])
      expect(rows[0].functions).toBeGreaterThan(15)
      await admin.query(`drop schema "${blue}" cascade`)
      const messaging = createMessaging({ store: one })
      expect(await messaging.as('bob').messages.send({ conversationId: id, body: 'still here' })).toMatchObject({
        seq: 2,
      })
      await expect(other.windows('alice')).rejects.toThrow('does not exist')
      await Promise.all([messaging.close(), other.close()])
      await pool.end()
    })

    test('hear nothing of one another', async () => {
      const [red, blue] = [named(), named()]
      const [here, there, stranger] = await Promise.all([red, red, blue].map((schema) => openPostgres({ url, schema })))
      const heard: string[] = []
      stranger?.bus.onWake(() => heard.push('stranger'))
      const woken = new Promise<void>((done) => there?.bus.onWake(done))
      here?.bus.wake()
      await woken
      const { rows } = await admin.query(`select pg_notify($1, '')`, [`${blue}_wake`])
      expect(rows).toHaveLength(1)
      await expect.poll(() => heard).toEqual(['stranger'])
      await Promise.all([here?.close(), there?.close(), stranger?.close()])
    })
  })
})
