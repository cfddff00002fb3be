import { newId, upTo } from '@msg/testing'
import type { Store } from '@msg/core'
import { Pool } from 'pg'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { create, item, send, told } from '../test/drafts.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { makeDatabase } from '../test/own-database.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'

onPostgres((url) => {
  const admin = new Pool({ connectionString: url })
  const ends: (() => Promise<unknown>)[] = []
  let schema: string

  beforeEach(async () => {
    const made = await makePostgresSchema(url)
    schema = made.schema
    ends.push(() => made.drop())
  })
  afterAll(async () => {
    for (const end of ends) await end()
    await admin.end()
  })

  const open = (): Promise<Store> => openPostgres({ pool: admin, schema })

  /** A group with some messages, in a store that is closed again. */
  const filled = async (): Promise<{ readonly id: string; readonly epoch: string }> => {
    const store = await open()
    const id = newId()
    await store.commit([
      item(id, 'alice', create('group', ['alice', 'bob'])),
      ...upTo(5).map(() => item(id, 'alice', send())),
    ])
    await store.close()
    return { id, epoch: store.meta.epoch }
  }

  /** What a reader who starts now learns of what is sent from now on. */
  const followedBy = async (store: Store, id: string): Promise<readonly unknown[]> => {
    const { snapshot } = await store.log({ after: null, limit: 1 })
    expect(await store.feed('bob', { after: snapshot, limit: 100 })).toMatchObject({ changes: [] })
    expect(told(await store.commit([item(id, 'alice', send('new'))]))).toEqual([6])
    const page = await store.feed('bob', { after: snapshot, limit: 100 })
    return page === 'resync' ? ['resync'] : page.changes.map(({ change }) => change.subject)
  }

  describe('the epoch', () => {
    test('stays when the database is where it was', async () => {
      const { epoch } = await filled()
      const store = await open()
      expect(store.meta.epoch).toBe(epoch)
      await store.close()
    })

    test('is renewed where the log is ahead of the server’s counter, and nothing is lost or waits from then on', async () => {
      const { id, epoch } = await filled()
      await admin.query(`update "${schema}".change set xid = (xid::text::bigint + 1000000)::text::xid8`)
      await admin.query(`update "${schema}".meta set pruned_xid = '900000000'`)
      const stores = await Promise.all(upTo(8).map(() => openPostgres({ url, schema })))
      const epochs = new Set(stores.map((store) => store.meta.epoch))
      expect(epochs.size).toBe(1)
      expect(epochs).not.toContain(epoch)
      const [store] = stores
      if (store === undefined) throw new Error('no store')
      expect(await followedBy(store, id)).toMatchObject([{ body: 'new', seq: 6 }])
      const everything = await store.log({ after: '1:1:', limit: 100 })
      expect(everything.changes.map(({ change }) => change.revision)).toEqual([1, 2, 3, 4, 5, 6, 7])
      await Promise.all(stores.map((opened) => opened.close()))
      const again = await open()
      expect(epochs).toContain(again.meta.epoch)
      await again.close()
    })

    test('is renewed where logical replication left the sequence behind, and positions go on above all there are', async () => {
      const { id, epoch } = await filled()
      await admin.query(`update "${schema}".meta set origin = 'elsewhere'`)
      await admin.query(`alter table "${schema}".change alter position restart`)
      // Else the first numbers would collide, which everybody sees; what was pruned makes room for them.
      await admin.query(`delete from "${schema}".change where position < 4`)
      const store = await open()
      expect(store.meta.epoch).not.toBe(epoch)
      expect(told(await store.commit([item(id, 'alice', send('new'))]))).toEqual([6])
      const { changes } = await store.log({ after: '1:1:', limit: 100 })
      expect(changes.map(({ change }) => change.revision)).toEqual([4, 5, 6, 7])
      await store.close()
    })

    test.each([
      ['a standby took over', `split_part(origin, '/', 1) || '/00000000/'`, 6],
      ['this is another cluster', `'1/' || split_part(origin, '/', 2) || '/'`, 0],
      ['the host does not say which cluster this is', `'-/00000000/'`, 0],
    ])('is renewed where %s, and notifiers tell what they had still to tell', async (_, elsewhere, left) => {
      const first = await open()
      await first.notifiers.open('outside')
      await first.close()
      const { epoch } = await filled()
      await admin.query(
        `update "${schema}".meta set origin = ${elsewhere} || split_part(origin, '/', 3) || '/' || split_part(origin, '/', 4)`,
      )
      const store = await open()
      expect(store.meta.epoch).not.toBe(epoch)
      const { point } = await store.notifiers.open('outside')
      expect((await store.log({ ...point, limit: 100 })).changes).toHaveLength(left)
      await store.close()
    })

    test('is renewed in a copy of the database, whose cursors are its own from then on', async () => {
      const { id, epoch } = await filled()
      const original = new Pool({ connectionString: url, max: 1 })
      const other = await makeDatabase(url)
      const target = new Pool({ connectionString: other.url })
      await copySchema(original, target)
      const copy = await openPostgres({ pool: target, schema })
      expect(copy.meta.epoch).not.toBe(epoch)
      expect(await followedBy(copy, id)).toMatchObject([{ body: 'new' }])
      await copy.close()
      await target.end()
      await other.drop()
      await original.end()
      const unharmed = await open()
      expect(unharmed.meta.epoch).toBe(epoch)
      await unharmed.close()
    })

    /** What a dump and a restore do: the schema anew, then its rows as they were. */
    const copySchema = async (from: Pool, to: Pool): Promise<void> => {
      const store = await openPostgres({ pool: to, schema })
      await store.close()
      for (const table of ['meta', 'conversation', 'member', 'reader', 'message', 'change']) {
        const { rows } = await from.query(`select coalesce(json_agg(t), '[]')::text as all from "${schema}".${table} t`)
        await to.query(`delete from "${schema}".${table}`)
        await to.query(
          `insert into "${schema}".${table} overriding system value
          select * from json_populate_recordset(null::"${schema}".${table}, $1)`,
          [rows[0].all],
        )
      }
      await to.query(`select setval(pg_get_serial_sequence('"${schema}".change', 'position'), 100)`)
    }
  })
})
