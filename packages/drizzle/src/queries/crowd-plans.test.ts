/**
 * What is read of a crowd, in tables of a middling size that were never analysed: there a planner believes that few members are
 * active, and would rather fetch and sort them all than walk them in order.
 */
import type { Store } from '@msg/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { item, send } from '../../test/drafts.ts'
import { planned } from '../../test/planned-database.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'

const crowd = '00000000-0000-0000-0003-000000000001'

const joining = `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision,
    revision, version)
  select $1::uuid, 'crowd' || n, 'member', 'active', n + 1, now(), 0, 1, 1, 1 from generate_series(1, 20000) n`

const talking = `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at)
  select $1::uuid, n + 1, gen_random_uuid(), 'crowd' || n, 'message', 'hello', 'h', 2, now() from generate_series(1, 8000) n`

let database: Database
let store: Store

beforeAll(async () => {
  database = await planned.open()
  store = createStore(database, await readMeta(database, 'none'))
  const creation = {
    type: 'conversation.created',
    kind: 'group',
    title: 'crowd',
    invitePolicy: 'members',
    members: [{ userId: 'alice', role: 'admin' }],
    contentHash: 'h',
  } as const
  await store.commit([{ conversationId: crowd, actor: 'alice', changes: [creation], guards: [] }])
  await database.query(joining, [crowd])
  await store.commit([item(crowd, 'alice', send())])
  await database.query(talking, [crowd])
  await database.query('update msg.conversation set last_seq = 8001 where id = $1', [crowd])
})
afterAll(() => database.close())

/** Rows read through indexes and from tables. */
const rowsRead = async (): Promise<number> => {
  await database.query('select pg_stat_force_next_flush()')
  const [row] = await database.query(`select (
    (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = translate('msg.', '".', ''))
    + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = translate('msg.', '".', '')))::bigint as read`)
  return Number(row?.['read'])
}

describe.each(['force_generic_plan', 'force_custom_plan'])('planned with %s', (mode) => {
  beforeAll(async () => {
    await database.query(`set plan_cache_mode = ${mode}`)
  })

  test.each<readonly [string, number, () => Promise<unknown>]>([
    ['a page of members', 250, () => store.members('alice', crowd, { limit: 100 })],
    ['a page of members deep down', 250, () => store.members('alice', crowd, { above: 10_000, limit: 100 })],
    ['the first members', 250, () => store.conversation('alice', crowd)],
    ['a page of messages', 450, () => store.messages('alice', crowd, { order: 'desc', limit: 100 })],
    [
      'a page of messages onward',
      450,
      () => store.messages('alice', crowd, { order: 'asc', after: 3_000, limit: 100 }),
    ],
    ['a page of receipts', 250, () => store.receipts('alice', crowd, { limit: 100 })],
    ['a page of receipts of a message', 500, () => store.receipts('alice', crowd, { seq: 1, limit: 100 })],
  ])('%s reads at most %i rows', async (_, most, work) => {
    const before = await rowsRead()
    await work()
    expect((await rowsRead()) - before).toBeLessThanOrEqual(most)
  })
})
