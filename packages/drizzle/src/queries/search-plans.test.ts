/**
 * What a search reads on tables that were never analysed: every frequency of a word, for a user in many conversations and one
 * in few, in all of them or in one.
 */
import { termsOf } from '@msg/core'
import type { SearchPlace, Store } from '@msg/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clear, item, send } from '../../test/drafts.ts'
import { fillingWords } from '../../test/filling-words.ts'
import { planned } from '../../test/planned-database.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'

let database: Database
let store: Store

beforeAll(async () => {
  database = await planned.open()
  for (const statement of fillingWords) await database.query(statement)
  store = createStore(database, await readMeta(database, 'none'))
}, 120_000)
afterAll(() => database.close())

const idOf = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [short, long] = [idOf(10_005), idOf(10_010)]

/** SQL: the name of the schema, wherever the texts are rewritten to. */
const schema = `translate('msg.', '".', '')`

const counted = async (): Promise<{ readonly read: number; readonly scans: number }> => {
  await database.query('select pg_stat_force_next_flush()')
  const [row] = await database.query(`select
    ((select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = ${schema})
    + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = ${schema}))::bigint as read,
    (select sum(seq_scan) from pg_stat_user_tables where schemaname = ${schema})::bigint as scans`)
  return { read: Number(row?.['read']), scans: Number(row?.['scans']) }
}

const words = [
  'often',
  'middling',
  'rarely',
  'absent',
  'foreign',
  'word7',
  'wor',
  'o',
  'often middling',
  'often absent',
  'absent often',
]
const scopes = [
  ['many', undefined],
  ['few', undefined],
  ['few', long],
  ['few', short],
  ['other7', undefined],
  ['stranger', undefined],
] as const

/** As many pages as it takes, to see that they end. */
const countAll = async (viewer: string, query: string): Promise<number> => {
  let count = 0
  let below: SearchPlace | undefined
  for (;;) {
    const page = await store.search(viewer, {
      terms: termsOf(query),
      ...(below === undefined ? {} : { below }),
      limit: 100,
    })
    count += page?.messages.length ?? 0
    if (page === null || page.next === null) return count
    below = page.next
  }
}

describe('a search on tables that were never analysed', () => {
  test.each(
    scopes.flatMap(([viewer, conversationId]) => words.map((query) => [query, viewer, conversationId] as const)),
  )('for "%s" by %s in %s reads little', async (query, viewer, conversationId) => {
    await store.search(viewer, { terms: termsOf(query), conversationId, limit: 10 })
    const before = await counted()
    const found = await store.search(viewer, { terms: termsOf(query), conversationId, limit: 10 })
    const after = await counted()
    expect(after.scans).toBe(before.scans)
    expect(after.read - before.read).toBeLessThanOrEqual(15_000)
    expect(found).toEqual(await store.search(viewer, { terms: termsOf(query), conversationId, limit: 10 }))
  })

  test('finds in the end everything there is, whatever its frequency', async () => {
    expect(await countAll('many', 'middling')).toBe(500)
    expect(await countAll('many', 'rarely')).toBe(10)
    expect(await countAll('many', 'foreign')).toBe(0)
    expect(await countAll('few', 'middling')).toBe(150)
    expect(await countAll('few', 'rarely')).toBe(4)
    expect(await countAll('other7', 'foreign')).toBe(10)
    expect(await countAll('other7', 'often')).toBe(201)
  })

  test('reads as little where many conversations were active in the same minute', async () => {
    const minute = 29_002_100
    const latest = `select r.conversation_id from msg.reader r where r.user_id = 'many' and r.inbox_minute > 29001990`
    await database.query(`update msg.message set created_at = to_timestamp(${minute} * 60.0) + abs(hashtext(conversation_id::text)) % 60 * interval '1 second'
      where seq = 10 and conversation_id in (${latest})`)
    await database.query(`update msg.reader set inbox_minute = ${minute} where conversation_id in (${latest})`)
    const search = () => store.search('many', { terms: termsOf('wor'), limit: 20 })
    await search()
    const before = await counted()
    await search()
    const after = await counted()
    expect(after.read - before.read).toBeLessThanOrEqual(2_000)
  })

  test('waits for no index: a message is found as soon as it is sent', async () => {
    for (const word of ['brandnew', 'often'])
      for (const id of [short, long]) {
        const draft = send(`${word} at ${id}`)
        await store.commit([item(id, 'few', draft)])
        expect((await store.search('few', { terms: termsOf(word), limit: 1 }))?.messages[0]?.id).toBe(draft.id)
      }
  })
})

/** Pages of the indexes of messages that were looked at: those of entries that were passed by, too. */
const pagesOf = async (): Promise<number> => {
  await database.query('select pg_stat_force_next_flush()')
  const [row] = await database.query(`select sum(idx_blks_read + idx_blks_hit)::bigint as pages
    from pg_statio_user_tables where schemaname = ${schema} and relname = 'message'`)
  return Number(row?.['pages'])
}

describe('what ends before its limit reads no further', () => {
  test.each([
    [
      'a search in a conversation',
      () => store.search('few', { terms: termsOf('absent'), conversationId: long, limit: 20 }),
    ],
    ['a search', () => store.search('few', { terms: termsOf('absent'), limit: 20 })],
    ['a page up to a number', () => store.messages('few', long, { order: 'desc', after: 29_990, limit: 100 })],
    ['a page from a number', () => store.messages('few', long, { order: 'asc', before: 10, limit: 100 })],
    [
      'a filtered page',
      () =>
        store.filteredMessages('few', long, {
          order: 'desc',
          after: 29_990,
          filter: { authorId: 'nobody' },
          limit: 100,
        }),
    ],
    ['a conversation that was cleared', () => store.conversation('few', long)],
  ] as const)('%s', async (_, ask) => {
    await store.commit([item(long, 'few', clear(29_980))])
    await ask()
    const before = await pagesOf()
    await ask()
    expect((await pagesOf()) - before).toBeLessThanOrEqual(80)
  })
})
