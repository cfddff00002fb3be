/**
 * What a feed reads, by the number of its user's conversations: each membership once, and of each conversation what is new
 * in it, whatever lies in the log. On tables that were never analysed, as in `plans.test.ts`, under 100,000 changes.
 */
import { upTo } from '@msg/testing'
import type { LogPage, Store } from '@msg/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { item, personal, send } from '../../test/drafts.ts'
import { filling } from '../../test/filling.ts'
import { planned } from '../../test/planned-database.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'
import { feedSql } from './feed.ts'
import { windowsSql } from './windows.ts'

/** `many` is in all of the ten thousand rooms, `few` in ten of them. */
const memberships = `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision,
    revision, version)
  select c.id, who, 'member', 'active', place, now(), 0, 1, 1, 1
  from msg.conversation c, (values ('many', 3), ('few', 4)) as newcomer (who, place)
  where c.kind = 'room' and (who = 'many' or c.last_minute = 8)`

/** What a feed goes along. */
const ofFeed = ['member_user', 'reader_guest', 'change_conversation', 'change_owner']

/** The room of a number; those from 80 to 89 are few's. */
const room = (n: number): string => `00000000-0000-0000-0001-${String(n).padStart(12, '0')}`

let database: Database
let store: Store
let before: string

beforeAll(async () => {
  database = await planned.open()
  for (const statement of filling) await database.query(statement)
  await database.query(memberships)
  store = createStore(database, await readMeta(database, 'none'))
  before = (await store.log({ after: null, limit: 1 })).snapshot
  // Something new in three conversations of each, and in a thousand others.
  await store.commit([80, 81, 82, 9_001, 9_002].map((n) => item(room(n), 'keeper', send())))
  await store.commit(
    upTo(1_000).map((n) => item(`00000000-0000-0000-0000-${String(n).padStart(12, '0')}`, 'alice', send())),
  )
  await store.commit([personal('few'), personal('many')])
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

const reading = async <T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly rows: number }> => {
  const counted = await rowsRead()
  const answer = await work()
  return { answer, rows: (await rowsRead()) - counted }
}

const pageOf = (page: LogPage | 'resync'): LogPage => (page === 'resync' ? expect.fail('resync') : page)

describe.each(['force_generic_plan', 'force_custom_plan'])('planned with %s', (mode) => {
  beforeAll(async () => {
    await database.query(`set plan_cache_mode = ${mode}`)
  })

  test.each([
    ['few', 10, 4],
    ['many', 10_000, 6],
  ])(
    'the feed of %s, who is in %i conversations, reads each membership once and what is new',
    async (who, places, news) => {
      const { answer, rows } = await reading(() => store.feed(who, { after: before, limit: 50 }))
      expect(pageOf(answer).changes).toHaveLength(news)
      expect(rows).toBeLessThanOrEqual(places + 150)
      const { snapshot } = pageOf(answer)
      const again = await reading(() => store.feed(who, { after: snapshot, limit: 50 }))
      expect(pageOf(again.answer).changes).toEqual([])
      expect(again.rows).toBeLessThanOrEqual(places + 20)
    },
  )

  test.each([
    ['few', 10],
    ['many', 10_000],
  ])('the windows of %s, read once when their first device connects, are their %i memberships', async (who, places) => {
    const { answer, rows } = await reading(() => store.windows(who))
    expect(answer).toHaveLength(places)
    expect(rows).toBeLessThanOrEqual(2 * places)
  })

  test.each([
    ['feed of few', feedSql, ['$before', null, 0, 50, 'few'], ofFeed],
    ['feed of many', feedSql, ['$before', null, 0, 50, 'many'], ofFeed],
    ['windows', windowsSql, ['many'], ['member_user']],
  ])('%s walks its indexes', async (_, sql, parameters, indexes) => {
    const given = parameters.map((parameter) => (parameter === '$before' ? before : parameter))
    const rows = await database.query(`explain ${sql}`, given)
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n')
    for (const index of indexes) expect(plan).toContain(index)
    expect(plan).not.toMatch(/Seq Scan on (change|member|conversation|message|reader)\b/)
  })
})
