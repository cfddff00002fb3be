/**
 * What was planned while there was next to nothing, and has grown since: nobody plans it again before statistics are
 * taken, and embedded they never are. Rows read, as the database counted them.
 */
import { newId } from '@msg/testing'
import type { Store } from '@msg/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, create, deliver, edit, item, leave, mark, react, read, remove, send } from '../../test/drafts.ts'
import { importInto } from '../../test/import-draft.ts'
import { planned } from '../../test/planned-database.ts'
import { rowsReadBy } from '../../test/rows-read.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'
import { someOfInboxSql } from './inbox.ts'

/** Two thousand conversations of others, each of two members and with one message. */
const filling = [
  `insert into msg.conversation (id, kind, created_by, created_at, invite_policy, content_hash, last_seq, revision, joins,
    member_count, wide, last_minute, last_position)
  select lpad(n::text, 32, '0')::uuid, 'group', 'a' || n, now(), 'members', 'h', 1, 2, 2, 2, false, n, 1000000 + n
  from generate_series(1, 2000) n`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision, version)
  select lpad(n::text, 32, '0')::uuid, u || n, 'member', 'active', m, now(), 0, 1, 1, 1
  from generate_series(1, 2000) n, lateral (values (1, 'a'), (2, 'b')) who (m, u)`,
  `insert into msg.reader (conversation_id, user_id, unread, inbox_minute)
  select conversation_id, user_id, true, 1 from msg.member where user_id ~ '^[ab][0-9]+$'`,
  `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at)
  select lpad(n::text, 32, '0')::uuid, 1, gen_random_uuid(), 'a' || n, 'message', 'hello', 'h', 2, now()
  from generate_series(1, 2000) n`,
]

/** Twenty thousand more members of a conversation. */
const joining = `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision,
    revision, version)
  select $1::uuid, 'crowd' || n, 'member', 'active', n + 1000, now(), 0, 1000, 1000, 1 from generate_series(1, 20000) n`

const [group, message] = [newId(), newId()]
let database: Database
let store: Store
let before: string

const commit = (actor: string, ...changes: Parameters<typeof item>[2][]): Promise<unknown> =>
  store.commit([item(group, actor, ...changes)])

const joinAnd = async (go: (who: string) => Promise<unknown>): Promise<unknown> => {
  const who = newId()
  await commit('alice', add(who))
  return go(who)
}

const askAgain = async (ask: () => Promise<unknown>): Promise<unknown> => {
  await ask()
  return ask()
}

const works: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a send', () => commit('alice', send())],
  ['a receipt', () => commit('bob', read(9))],
  ['a delivery', () => commit('carol', deliver(9))],
  ['several of them', () => store.commit([item(group, 'bob', send()), item(group, 'alice', read(99))])],
  ['an edit', () => commit('alice', edit(message, 'hello again'))],
  ['a reaction', () => commit('alice', react(message, '👍'))],
  ['a pin', () => commit('alice', mark('message.pinned', message))],
  ['a new member', () => commit('alice', add(newId()))],
  ['somebody who joins and leaves', () => joinAnd((who) => commit(who, leave(who)))],
  ['somebody who joins and is removed', () => joinAnd((who) => commit('alice', remove(who)))],
  ['a role', () => commit('alice', { type: 'member.role', userId: 'bob', role: 'admin' })],
  ['an import', () => store.import(importInto(group, 3))],
  ['the slice of a send', () => store.slice({ conversationId: group, userIds: ['alice'] })],
  ['the slice of an edit', () => store.slice({ messageId: message, userIds: ['alice'] })],
  ['a page of the log', () => store.log({ after: before, limit: 10 })],
  ['a feed', () => store.feed('alice', { after: before, limit: 10 })],
  ['an inbox', () => store.inbox('alice', { limit: 10 })],
  ['an inbox that is known', () => askAgain(() => store.inbox('bob', { limit: 10 }))],
  ['some of an inbox', () => database.query(someOfInboxSql, ['carol', [group]])],
  ['a conversation', () => store.conversation('alice', group)],
  ['a page of messages', () => store.messages('alice', group, { order: 'desc', limit: 10 })],
  [
    'a page of messages that is known',
    () => askAgain(() => store.messages('bob', group, { order: 'desc', limit: 11 })),
  ],
  ['the totals of what is unread', () => store.unread('carol')],
  ['a page of receipts', () => store.receipts('alice', group, { limit: 10 })],
]

beforeAll(async () => {
  database = await planned.open()
  store = createStore(database, await readMeta(database, 'none'))
  await store.commit([item(group, 'alice', create('group', ['alice', 'bob', 'carol']), send('first', message))])
  before = (await store.log({ after: null, limit: 1 })).snapshot
  // As a statement is planned from the sixth time on.
  await database.query('set plan_cache_mode = force_generic_plan')
  for (const [, work] of works) await work()
  for (const statement of filling) await database.query(statement)
})
afterAll(() => database.close())

describe('planned on a store with one conversation', () => {
  test.each(works)('%s reads few rows once there are two thousand', async (_, work) => {
    expect(await rowsReadBy(database, work)).toBeLessThan(1_000)
  })
})

describe('planned on two thousand small conversations', () => {
  beforeAll(async () => {
    await database.query('discard plans')
    for (const [, work] of works) await work()
    before = (await store.log({ after: null, limit: 1 })).snapshot
    await database.query(joining, [group])
    await database.query('update msg.conversation set member_count = member_count + 20000, wide = true where id = $1', [
      group,
    ])
    await database.query('update msg.reader set wide = true where conversation_id = $1', [group])
  })

  // An import tells whom it brought along, and looks through the members for them.
  test.each(works.filter(([name]) => name !== 'an import'))('%s reads few rows once it is a crowd', async (_, work) => {
    expect(await rowsReadBy(database, work)).toBeLessThan(1_000)
  })
})
