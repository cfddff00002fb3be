import { newId, upTo } from '@msg/testing'
import { expect, test } from 'vitest'
import { create, item, send } from '../test/drafts.ts'
import { openCopy } from './pglite-image.ts'
import { vacuuming } from './pglite-upkeep.ts'
import { openPglite } from './pglite.ts'
import { createStore, readMeta } from './store.ts'
import type { Store } from '@msg/core'

/** Prunes as upkeep does: in steps, until nothing is left to do; answers how many changes. */
const prune = async (store: Store): Promise<number> => {
  const query = { olderThan: '1970-01-01T00:00:00.000Z', keep: 100, limit: 500 }
  for (let gone = 0; ;) {
    const step = await store.prune(query)
    gone += step
    if (step < query.limit) return gone
  }
}

test('a log from which as much is pruned as comes in takes no more room', async () => {
  const database = await openCopy()
  const store = vacuuming(createStore(database, await readMeta(database, 'none')), database)
  const sizes: number[] = []
  for (const _ of upTo(5)) {
    await database.query(`insert into msg.change (conversation_id, revision, type, actor, audience, seq, at)
      select gen_random_uuid(), n, 'message.sent', 'alice', 'members', n, now() from generate_series(1, 6000) n`)
    expect(await prune(store)).toBeGreaterThan(5_000)
    const [row] = await database.query(`select pg_total_relation_size('msg.change') as size`)
    sizes.push(Number(row?.['size']))
  }
  expect(sizes[4]).toBeLessThan(1.5 * (sizes[1] ?? 0))
  await store.close()
})

test('an embedded database is vacuumed once many changes were pruned, and not for a few', async () => {
  const vacuumed: string[] = []
  const store = await openPglite({ onQuery: (sql) => sql.startsWith('vacuum') && vacuumed.push(sql) })
  const id = newId()
  await store.commit([item(id, 'alice', create('group', ['alice', 'bob']))])
  const sendMany = async (batches: number): Promise<void> => {
    for (const _ of upTo(batches)) await store.commit(upTo(100).map(() => item(id, 'alice', send())))
  }
  await sendMany(5)
  expect(await prune(store)).toBeGreaterThan(300)
  expect(vacuumed).toEqual([])
  await sendMany(50)
  await prune(store)
  expect(vacuumed).toContain('vacuum msg.change')
  expect(vacuumed).not.toContain('vacuum msg.message')
  expect(new Set(vacuumed).size).toBe(vacuumed.length)
  await store.close()
})
