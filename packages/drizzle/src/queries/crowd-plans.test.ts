/**
 * What is read of a crowd, in tables of a middling size that were never analysed: there a planner believes that few members are
 * active, and would rather fetch and sort them all than walk them in order.
 */
import type { Store } from '@msg/core'
import { newId } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, clear, item, leave, mark, mute, react, read, remove, send } from '../../test/drafts.ts'
import { importInto } from '../../test/import-draft.ts'
import { planned } from '../../test/planned-database.ts'
import { rowsReadBy } from '../../test/rows-read.ts'
import type { Database } from '../database.ts'
import { createStore, readMeta } from '../store.ts'

const crowd = '00000000-0000-0000-0003-000000000001'

const joining = `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision,
    revision, version)
  select $1::uuid, 'crowd' || n, 'member', 'active', n + 1, now(), 0, 1, 1, 1 from generate_series(1, 20000) n`

const talking = `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at)
  select $1::uuid, n + 1, gen_random_uuid(), 'crowd' || n, 'message', 'hello', 'h', 2, now() from generate_series(1, 8000) n`

const late = 'crowd20000'

const looking = `insert into msg.reader (conversation_id, user_id, unread, wide) values ($1::uuid, $2::text, true, true)`

let database: Database
let store: Store
let before: string
const newest = newId()
let [reading, going] = [5_000, 19_000]

const commit = async (actor: string, ...changes: Parameters<typeof item>[2][]): Promise<void> => {
  const [outcome] = await store.commit([item(crowd, actor, ...changes)])
  expect(outcome).toMatchObject({ status: 'committed' })
}

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
  await database.query(looking, [crowd, late])
  await database.query('update msg.conversation set last_seq = 8001 where id = $1', [crowd])
  await commit('alice', send('hello', newest))
  before = (await store.log({ after: null, limit: 1 })).snapshot
  await store.import(importInto(crowd, 1))
  await commit('alice', send())
})
afterAll(() => database.close())

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
    ['the inbox of one who came late', 150, () => store.inbox(late, { limit: 50 })],
    ['their totals', 150, () => store.unread(late)],
    ['their conversations', 150, () => store.conversations(late, [crowd])],
    ['the heads of their inbox', 50, () => store.inboxHeads(late, { status: 'active', named: ['crowd7'], limit: 50 })],
    ['their unread conversations', 150, () => store.unreadByConversation(late, { limit: 10 })],
    ['their membership', 50, () => store.member('alice', crowd, late)],
    ['how they read on', 50, () => store.reads('alice', crowd, { userId: late, from: 1, limit: 10 })],
    ['what they see of the newest message', 50, () => store.message(late, newest)],
    ['what they see around it', 200, () => store.around(late, newest, 50)],
    ['its texts', 50, () => store.revisions(late, newest)],
    ['their page of messages', 250, () => store.messages(late, crowd, { order: 'desc', limit: 100 })],
    ['their pinned messages', 250, () => store.messages(late, crowd, { order: 'desc', limit: 100, pinned: true })],
    ['their feed', 150, () => store.feed(late, { after: before, limit: 10 })],
    ['the log', 150, () => store.log({ after: before, limit: 10 })],
    ['the slice of what they send', 50, () => store.slice({ conversationId: crowd, userIds: [late] })],
    ['the slice of a reaction of theirs', 50, () => store.slice({ messageId: newest, userIds: [late] })],
    ['whom their message concerns', 250, () => store.notifiers.audiences({ conversationIds: [crowd], limit: 100 })],
    // Nobody but who came late has read on, so that everybody is looked at.
    ['who missed it', 90_000, () => store.notifiers.missed({ conversationId: crowd, seq: 8001, above: 0, limit: 100 })],
    ['a send of theirs', 150, () => commit(late, send())],
    ['a receipt of theirs', 150, () => commit(late, read((reading += 1)))],
    ['a reaction of theirs', 150, () => commit(late, react(newest, '👍'))],
    ['a mute', 150, () => commit(late, mute(null))],
    ['what they clear', 150, () => commit(late, clear(1))],
    ['what they hide', 150, () => commit(late, mark('message.hidden', newest))],
    ['a role of theirs', 150, () => commit('alice', { type: 'member.role', userId: late, role: 'admin' })],
    ['a role that ends', 150, () => commit('alice', { type: 'member.role', userId: late, role: 'member' })],
    ['a member who leaves', 150, () => commit(`crowd${(going -= 1)}`, leave(`crowd${going}`))],
    ['a member who is removed', 150, () => commit('alice', remove(`crowd${(going -= 1)}`))],
    ['a member who comes', 150, () => commit('alice', add(newId()))],
    ['a title', 150, () => commit('alice', { type: 'conversation.updated', title: 'a crowd' })],
    ['a page of receipts', 250, () => store.receipts('alice', crowd, { limit: 100 })],
  ])('%s reads at most %i rows', async (_, most, work) => {
    expect(await rowsReadBy(database, work)).toBeLessThanOrEqual(most)
  })
})
