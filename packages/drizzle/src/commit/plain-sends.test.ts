/**
 * A batch of plain sends goes to the database as columns, and is written the short way if all of it can be committed; in any other
 * batch sends go as JSON. Whichever way they go, the same comes of them.
 */
import { wordsOf } from '@msg/core'
import type { CommitItem, Guard } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { create, guarded, item, leave, send } from '../../test/drafts.ts'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'
import type { PgliteDatabase } from '../pglite-in-place.ts'
import { sendSql } from './commit-columns.ts'
import { commitStatement } from './commit.ts'
import { answersOf } from './outcomes.ts'
import type { Answer } from './outcomes.ts'

const [group, pair, room, crowd, gone] = [newId(), newId(), newId(), newId(), newId()]
const members = upTo(101).map((n) => `member ${n}`)
const first = send('the first')

const making: readonly CommitItem[] = [
  item(group, 'alice', create('group', ['alice', 'bob', 'carol', 'dave'])),
  item(group, 'dave', leave('dave')),
  item(group, 'alice', first),
  item(pair, 'alice', create('direct', ['alice', 'bob'])),
  item(room, 'alice', {
    ...create('group', ['alice', 'bob']),
    kind: 'room',
    visibility: 'public',
    joinPolicy: 'open',
  }),
  item(crowd, 'member 1', create('group', members)),
  item(gone, 'alice', create('group', ['alice'])),
  item(gone, 'alice', { type: 'conversation.deleted' }),
]

const settings = (version: number): Guard => ({ on: 'settings', version })
const member = (userId: string, version: number): Guard => ({ on: 'member', userId, version })

/** An item that says something else each time. */
const saying = (conversationId: string, actor: string, ...guards: readonly Guard[]): CommitItem =>
  guarded(item(conversationId, actor, send(`from ${actor}: "{NULL}", \\ 'and' ${newId()}`)), ...guards)

const reply = item(group, 'bob', {
  ...send('a reply'),
  replyTo: first.id,
  mentions: ['carol', 'a "b", {c}'],
  words: wordsOf('a reply'),
})

/** What is committed one after the other, each in one batch. */
const batches: Readonly<Record<string, readonly CommitItem[]>> = {
  'one message': [saying(pair, 'alice', settings(1), member('alice', 1))],
  'messages to conversations of every kind, mixed': [
    saying(room, 'alice', settings(1)),
    saying(group, 'alice', settings(1), member('alice', 1)),
    reply,
    saying(pair, 'bob'),
    saying(group, 'alice'),
    saying(crowd, 'member 7', settings(1)),
    saying(room, 'bob'),
    saying(crowd, 'member 7'),
    saying(crowd, 'member 2'),
  ],
  'messages without words': [item(pair, 'alice', send('')), item(pair, 'bob', send('…'))],
}

/** What cannot all be committed, or not as it came. */
const otherBatches: Readonly<Record<string, readonly CommitItem[]>> = {
  'one decided by older settings': [saying(pair, 'alice'), saying(group, 'bob', settings(0)), saying(group, 'bob')],
  'one decided by an older membership': [saying(group, 'alice', member('alice', 9)), saying(pair, 'alice')],
  'one by somebody who left': [saying(group, 'dave'), saying(pair, 'bob')],
  'one by a guest': [saying(room, 'carol', settings(1), member('carol', 0)), saying(room, 'alice')],
  'one by a guest in a crowd': [saying(crowd, 'guest'), saying(crowd, 'member 3')],
  'one whose id was used': [saying(pair, 'alice'), item(group, 'alice', first), saying(pair, 'bob')],
  'one to a conversation that was deleted': [saying(gone, 'alice'), saying(group, 'carol')],
  'one to a conversation that never was': [saying(newId(), 'alice'), saying(group, 'carol')],
  'none that can be committed': [saying(gone, 'alice')],
}

/** An hour passes: whoever stands in an inbox is to be moved, and whoever replied has not lately. */
const pass = [
  `update msg.conversation set last_minute = last_minute - 60`,
  `update msg.room set minute = minute - 60`,
  `update msg.reader set inbox_minute = inbox_minute - 60, replied_at = replied_at - interval '1 hour'`,
]

/** All that a send writes. Of times only which are the same. */
const world = `select jsonb_build_array(
  (select jsonb_agg(to_jsonb(m) - '{created_at,ranked_at}'::text[] || jsonb_build_object('ranked', m.ranked_at is null) order by m.id)
    from msg.message m),
  (select jsonb_agg(to_jsonb(c) - '{created_at,last_minute,last_position,deleted_at}'::text[] || jsonb_build_object('last',
      (select row (h.revision, h.seq) from msg.change h where h.position = c.last_position)) order by c.id)
    from msg.conversation c),
  (select jsonb_agg(to_jsonb(r) - '{inbox_minute,replied_at,read_at,delivered_at}'::text[] || jsonb_build_object(
      'minute', r.inbox_minute = c.last_minute, 'replied', exists (
        select from msg.message m where m.conversation_id = c.id and m.author_id = r.user_id and m.created_at = r.replied_at))
      order by r.conversation_id, r.user_id)
    from msg.reader r join msg.conversation c on c.id = r.conversation_id),
  (select jsonb_agg(jsonb_build_array(k.conversation_id, k.minute = c.last_minute, k.open) order by c.id)
    from msg.room k join msg.conversation c on c.id = k.conversation_id),
  (select jsonb_agg(to_jsonb(h) - '{position,xid,at}'::text[] order by h.conversation_id, h.position) from msg.change h)) as world`

let asColumns: PgliteDatabase
let asJson: PgliteDatabase

beforeAll(async () => {
  asColumns = await openDatabase({})
  asJson = await openDatabase({})
  for (const database of [asColumns, asJson]) {
    await migrate(database)
    await commitAsJson(database, making)
    await database.query(`update msg.message set created_at = '2026-01-01'`)
  }
})
afterAll(async () => {
  await asColumns.close()
  await asJson.close()
})

const commitAsJson = async (database: PgliteDatabase, items: readonly CommitItem[]): Promise<readonly Answer[]> => {
  const [row] = await database.query('select msg.msg_commit_1($1::text::jsonb) as outcomes', [JSON.stringify(items)])
  return answersOf(items.length, row?.['outcomes'])
}

/** How each item ended, with the change at its position in the log; and all that is there then. */
const comesOf = async (database: PgliteDatabase, answers: readonly Answer[]): Promise<unknown> => {
  const log = await database.query('select position, conversation_id, revision, seq, actor from msg.change')
  const changes = new Map(log.map(({ position, ...change }) => [Number(position), change]))
  const outcomes = answers.map(({ outcome, position }) => ({
    ...(outcome.status === 'committed' ? { stamps: outcome.stamps } : outcome),
    change: changes.get(position ?? 0),
  }))
  return { outcomes, world: await database.query(world) }
}

const anHourPasses = async (): Promise<void> => {
  for (const database of [asColumns, asJson]) for (const sql of pass) await database.query(sql)
}

describe.each([
  ['the short way', batches, true],
  ['one by one', otherBatches, false],
] as const)('written %s', (_, named, short) => {
  test.each(Object.entries(named))('%s', async (_name, items) => {
    await anHourPasses()
    const { sql, parameters, answers } = commitStatement(items)
    const [row] = await asColumns.query(sql, parameters)
    expect(sql).toBe(sendSql)
    expect(!Array.isArray(row?.['outcomes'])).toBe(short)
    const came = await comesOf(asColumns, answers(row?.['outcomes']))
    expect(came).toEqual(await comesOf(asJson, await commitAsJson(asJson, items)))
  })
})

test('a batch in which an id comes twice goes as JSON, and one of the two is refused', async () => {
  const twice = send('twice')
  const items = [item(pair, 'bob', twice), saying(pair, 'bob'), item(group, 'bob', twice)]
  const { sql, parameters, answers } = commitStatement(items)
  expect(sql).not.toBe(sendSql)
  const [row] = await asColumns.query(sql, parameters)
  expect(answers(row?.['outcomes']).map(({ outcome }) => outcome.status)).toEqual([
    'committed',
    'committed',
    'duplicate',
  ])
})

test('while the clock is behind a conversation, what is sent is written one by one', async () => {
  await asColumns.query('update msg.conversation set last_minute = last_minute + 60000')
  const { sql, parameters } = commitStatement([saying(pair, 'alice')])
  const [row] = await asColumns.query(sql, parameters)
  expect(row?.['outcomes']).toHaveLength(1)
})
