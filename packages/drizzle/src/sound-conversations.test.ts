import { newId } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { create, item, send } from '../test/drafts.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './pglite.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import { createStore, readMeta } from './store.ts'

const [group, direct] = [newId(), newId()]
let database: PgliteDatabase

beforeAll(async () => {
  database = await openDatabase({})
  await migrate(database)
  const store = createStore(database, await readMeta(database, 'none'))
  await store.commit([
    item(group, 'alice', create('group', ['alice', 'bob', 'carol'])),
    item(direct, 'alice', create('direct', ['alice', 'bob'])),
  ])
  await store.commit([item(group, 'bob', send())])
})
afterAll(() => database.close())

/** What is set, of which conversation. */
const unsound: readonly (readonly [set: string, of: string])[] = [
  ["kind = 'crowd'", group],
  ["kind = 'direct'", group],
  ["kind = 'group'", direct],
  ["kind = 'channel'", group],
  ["invite_policy = 'nobody'", group],
  ["visibility = 'public'", group],
  ["visibility = 'hidden'", group],
  ["join_policy = 'open'", group],
  ["join_policy = 'ajar'", group],
  ["direct_low = 'a', direct_high = 'b'", group],
  ["direct_low = 'bob', direct_high = 'alice'", direct],
  ["direct_low = 'b', direct_high = 'B'", direct],
  ["set_key = 'key', by_sending = false", group],
  ["set_key = 'key', by_sending = true", direct],
  ["target_type = 'project'", group],
  ["target_type = 'project', target_id = '1'", group],
]

describe('the columns of a conversation', () => {
  test.each(unsound)('are refused where they do not go together: %s', async (set, of) => {
    const before = await database.query('select * from msg.conversation order by id')
    const refused = { sqlState: '23514' }
    await expect(database.query(`update msg.conversation set ${set} where id = $1::uuid`, [of])).rejects.toMatchObject(
      refused,
    )
    expect(await database.query('select * from msg.conversation order by id')).toEqual(before)
  })

  test('are looked at in a row that is new, too', async () => {
    const inserting = `insert into msg.conversation
      (id, kind, created_by, created_at, invite_policy, content_hash, joins, member_count, wide, last_minute, last_position)
      values ($1::uuid, $2, 'alice', now(), 'members', 'h', 1, 1, false, 1, 1)`
    await expect(database.query(inserting, [newId(), 'crowd'])).rejects.toMatchObject({ sqlState: '23514' })
    await expect(database.query(inserting, [newId(), 'group'])).resolves.toEqual([])
  })
})
