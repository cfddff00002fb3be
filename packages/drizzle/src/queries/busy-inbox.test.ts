/** What an inbox of 10,000 conversations costs, on tables that were never analysed: rows read, as the database counted them. */
import { upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planned } from '../../test/planned-database.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'
import type { Store } from '@msg/core'

/** Conversation n of 10,000: of busy and friend n, with one unread message; bygone has left it, and other n once read it. */
const filling = [
  `insert into msg.conversation (id, kind, created_by, created_at, invite_policy, content_hash, last_seq, revision, joins,
    member_count, wide, last_minute, last_position)
  select lpad(n::text, 32, '0')::uuid, 'group', 'busy', now(), 'members', 'h', 1, 2, 3, 2, false, n, 1000000 + n
  from generate_series(1, 10000) n`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, ended_at,
    ended_seq, ended_revision, revision, version)
  select lpad(n::text, 32, '0')::uuid, u, 'member', case u when 'bygone' then 'left' else 'active' end, m, now(), 0, 1,
    case u when 'bygone' then now() - n * interval '1 minute' end, case u when 'bygone' then 1 end,
    case u when 'bygone' then 2 end, 1, 1
  from generate_series(1, 10000) n, lateral (values (1, 'busy'), (2, 'friend' || n), (3, 'bygone')) who (m, u)`,
  `insert into msg.reader (conversation_id, user_id, unread, inbox_minute)
  select lpad(n::text, 32, '0')::uuid, 'busy', true, n from generate_series(1, 10000) n`,
  `insert into msg.reader (conversation_id, user_id, inbox_minute)
  select lpad(n::text, 32, '0')::uuid, f || n, n from generate_series(1, 10000) n, lateral (values ('friend'), ('other')) who (f)`,
  `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at)
  select lpad(n::text, 32, '0')::uuid, 1, gen_random_uuid(), 'friend' || n, 'message', 'hello', 'h', 2, now()
  from generate_series(1, 10000) n`,
]

let database: Database
let store: Store

beforeAll(async () => {
  database = await planned.open()
  for (const statement of filling) await database.query(statement)
  store = createStore(database, await readMeta(database, 'none'))
})
afterAll(() => database.close())

/** SQL: the name of the schema, wherever the texts are rewritten to. */
const schema = `translate('msg.', '".', '')`

const rowsRead = async (): Promise<number> => {
  await database.query('select pg_stat_force_next_flush()')
  const [row] = await database.query(`select (
    (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = ${schema})
    + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = ${schema}))::bigint as read`)
  return Number(row?.['read'])
}

/** How many plans were made for the parameters of one call. */
const plansOfOneCall = async (): Promise<number> => {
  const [row] = await database.query(
    'select sum(custom_plans)::bigint as made from pg_prepared_statements where name <> $1',
    [''],
  )
  return Number(row?.['made'])
}

// Postgres tries five plans made for their parameters before it keeps one.
test('a page of two is planned once, not at each call', async () => {
  await database.query('set plan_cache_mode = auto')
  for (const _call of upTo(6)) await store.inbox('busy', { limit: 2 })
  const before = await plansOfOneCall()
  for (const _call of upTo(6)) await store.inbox('busy', { limit: 2 })
  expect((await plansOfOneCall()) - before).toBeLessThanOrEqual(1)
})

const names = upTo(50).map((n) => `friend${n}`)

describe.each(['force_generic_plan', 'force_custom_plan'])('an inbox of ten thousand, planned with %s', (mode) => {
  beforeAll(async () => {
    await database.query(`set plan_cache_mode = ${mode}`)
  })

  test.each<[string, number, number, () => Promise<readonly unknown[]>]>([
    ['a page', 50, 1_000, () => store.inbox('busy', { limit: 50 })],
    ['a page deep down', 50, 1_000, () => store.inbox('busy', { below: { minute: 4_000, position: 0 }, limit: 50 })],
    ['the totals of what is unread', 2, 1_000, async () => Object.values(await store.unread('busy'))],
    ['a page of what is unread', 50, 500, () => store.unreadByConversation('busy', { limit: 50 })],
    [
      'the heads a filtered page looks at',
      201,
      2_000,
      () => store.inboxHeads('busy', { status: 'active', named: names, limit: 201 }),
    ],
    [
      'heads of what was left',
      10,
      300,
      () => store.inboxHeads('bygone', { status: 'left', named: ['busy'], limit: 10 }),
    ],
  ])('%s is %i long and reads at most %i rows', async (_, long, atMost, read) => {
    const before = await rowsRead()
    expect(await read()).toHaveLength(long)
    expect((await rowsRead()) - before).toBeLessThanOrEqual(atMost)
  })
})
