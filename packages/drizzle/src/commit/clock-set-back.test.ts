import { newId } from '@msg/testing'
import { expect, test } from 'vitest'
import { create, item, send, told } from '../../test/drafts.ts'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'
import { createStore, readMeta } from '../store.ts'

test('what is sent after the clock of the database was set back is not ranked below what was sent before', async () => {
  const database = await openDatabase({})
  await migrate(database)
  const store = createStore(database, await readMeta(database, 'none'))
  const id = newId()
  await store.commit([item(id, 'alice', create('group', ['alice', 'bob'])), item(id, 'alice', send())])
  // As though all this had been said while the clock was an hour ahead.
  await database.query(`update msg.message set created_at = created_at + interval '1 hour'`)
  await database.query('update msg.conversation set last_minute = last_minute + 60')
  await database.query('update msg.reader set inbox_minute = inbox_minute + 60')
  const alone = [item(id, 'bob', send())]
  const beside = [item(id, 'bob', send()), item(newId(), 'alice', create('group', ['alice', 'carol']))]
  expect(told([...(await store.commit(alone)), ...(await store.commit(beside))])).toEqual([2, 3, 'committed'])
  const ranks = await database.query(
    `select extract(epoch from coalesce(ranked_at, created_at))::float8 as rank, ranked_at is null as own from msg.message order by seq`,
  )
  const [first, second, third] = ranks.map(({ rank }) => Number(rank))
  expect(second).toBeGreaterThanOrEqual(first ?? Infinity)
  expect(third).toBeGreaterThanOrEqual(second ?? Infinity)
  expect(ranks.map(({ own }) => own)).toEqual([true, false, false])
  await store.close()
})
