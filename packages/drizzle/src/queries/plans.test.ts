/**
 * Plans on tables that were never analysed, as on a new install: 100,000 messages and changes, no statistics. What counts is
 * what the database really did, also inside the commit function: the sequential scans it counted.
 */
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideNobody } from '../../test/beside-nobody.ts'
import { add, block, clear, deliver, firstSend, item, mute, personal, read, send } from '../../test/drafts.ts'
import { importGroup, importInto } from '../../test/import-draft.ts'
import { filling } from '../../test/filling.ts'
import { planned } from '../../test/planned-database.ts'
import { rowsReadBy } from '../../test/rows-read.ts'
import type { Database, Parameter } from '../database.ts'
import { createStore, readMeta } from '../store.ts'
import type { ChangeDraft, Store } from '@msg/core'
import { answeredSql } from '../commit/import-batch.ts'
import { contentsSql, placesSql } from './accounts.ts'
import { aliasedSql, aliasesSql } from './aliases.ts'
import { abandonedSql, forgetSql, waitingSql } from './attachments.ts'
import { blocksBetweenSql, blocksSql } from './blocks.ts'
import { conversationSql } from './conversation.ts'
import { feedSql } from './feed.ts'
import { conversationsSql, headsSql } from './inbox-heads.ts'
import { filteredMessagesSql, filteredPinnedSql } from './filtered-messages.ts'
import { inboxSql, someOfInboxSql } from './inbox.ts'
import { inboxVersionsSql } from './inbox-pages.ts'
import { logSql } from './log.ts'
import { memberSql, membersSql } from './members.ts'
import { aroundSql, messageSql, messagesSql, pinnedSql, revisionsSql } from './messages.ts'
import {
  advanceNotifierSql,
  audiencesSql,
  changesSql,
  deadLettersSql,
  missedSql,
  openNotifierSql,
  purgeSql,
  replaySql,
} from './notifiers.ts'
import { readsSql, receiptsSql } from './receipts.ts'
import { roomsSql } from './rooms.ts'
import { sliceSql } from './slice.ts'
import { standingSql } from './standing.ts'
import { statsSql } from './stats.ts'
import { expireTicketsSql, putTicketSql, takeTicketSql } from './tickets.ts'
import { unreadByConversationSql, unreadSql } from './unread.ts'
import { keepLeaseSql, leaseMemoSql, pruneSql } from './upkeep.ts'
import { usedIdSql } from './used-id.ts'
import { windowsSql } from './windows.ts'

let database: Database
let store: Store
let before: string

const conversationId = '00000000-0000-0000-0000-000000000777'

beforeAll(async () => {
  database = await planned.open()
  for (const statement of filling) await database.query(statement)
  store = createStore(database, await readMeta(database, 'none'))
  // Whatever is open on the server meanwhile would be read again from there.
  before = (await besideNobody(() => store.log({ after: null, limit: 1 }))).snapshot
  await store.commit(
    upTo(20).map((n) => ({
      conversationId,
      actor: 'alice',
      changes: [
        {
          type: 'message.sent',
          id: newId(),
          verb: 'message',
          body: `${n}`,
          replyTo: null,
          mentions: [],
          words: [],
          contentHash: 'h',
        },
      ],
      guards: [],
    })),
  )
})
afterAll(() => database.close())

/** A step in the middle of a long conversation. */
const eraseSome = async (): Promise<unknown> => {
  await store.accounts.beginErasure('user2', 'erased:2')
  return store.accounts.eraseStep('user2', 100)
}

const threeOf = (name: string): readonly string[] => upTo(3).map((n) => `${name}${n}`)

const hot = [
  'message',
  'message_text',
  'reaction',
  'hidden',
  'change',
  'reader',
  'advance',
  'member',
  'past_member',
  'room',
  'doomed',
  'past_state',
  'conversation',
  'alias',
  'attachment',
  'block',
  'canonical_set',
  'ticket',
  'parked',
  'dead_letter',
]

/** SQL: the name of the schema, wherever the texts are rewritten to. */
const schema = `translate('msg.', '".', '')`

/** As whoever reads on while a transaction has been open since the beginning. */
const logBesideLongTransaction = async () => {
  const { snapshot } = await store.log({ after: null, limit: 1 })
  const [, xmax = ''] = snapshot.split(':')
  return store.log({ after: `3:${xmax}:3`, limit: 10 })
}

/** How often each table was read from end to end so far. */
const scans = async (): Promise<unknown> => {
  await database.query('select pg_stat_force_next_flush()')
  return database.query(
    `select relname, seq_scan from pg_stat_user_tables where schemaname = ${schema} and relname = any ($1::text[])
    order by relname`,
    [hot],
  )
}

// In this order: they share what was filled in, which takes long, and some of them add to it.
describe('on tables that were never analysed', { shuffle: false }, () => {
  const limit = 50
  const none = null
  const statements: readonly (readonly [string, string, readonly Parameter[], readonly string[]])[] = [
    [
      'slice',
      sliceSql.conversation,
      [conversationId, ['alice'], true],
      ['conversation_pkey', 'member_admin', 'member_order'],
    ],
    ['slice of a message', sliceSql.message, [none, ['alice'], false, newId()], ['message_id', 'reaction_pkey']],
    [
      'canonical group',
      sliceSql.set,
      [['user1', 'user2', 'user3'], ['user1'], false],
      ['canonical_set_pkey', 'conversation_set'],
    ],
    ['used message id', usedIdSql.message, [newId()], ['message_id']],
    ['used conversation id', usedIdSql.conversation, [newId()], ['conversation_pkey']],
    [
      'conversation',
      conversationSql,
      ['alice', conversationId, false],
      ['conversation_pkey', 'reader_pkey', 'message_pkey'],
    ],
    ['inbox', inboxSql, ['alice', none, none, limit], ['reader_inbox', 'reader_wide', 'conversation_pkey']],
    [
      'versions of an inbox',
      inboxVersionsSql,
      [
        ['alice', 'user1'],
        ['50', '20'],
      ],
      ['reader_inbox', 'reader_wide', 'conversation_pkey', 'hidden_pkey'],
    ],
    [
      'some of an inbox',
      someOfInboxSql,
      ['alice', [conversationId]],
      ['reader_pkey', 'conversation_pkey', 'message_pkey'],
    ],
    ['deep inbox', inboxSql, ['alice', 300, 30_000, limit], ['reader_inbox', 'conversation_pkey']],
    [
      'heads of an inbox',
      headsSql.active,
      ['alice', 300, 30_000, limit, ['user1', 'user2']],
      ['reader_inbox', 'reader_wide', 'conversation_pkey', 'member_'],
    ],
    [
      'heads of what was left',
      headsSql.left,
      ['gone', none, none, limit, ['user1', 'user2']],
      ['member_left', 'conversation_pkey', 'past_member_pkey'],
    ],
    [
      'conversations',
      conversationsSql,
      ['alice', [conversationId]],
      ['conversation_pkey', 'reader_pkey', 'message_pkey'],
    ],
    ['rooms', roomsSql.all, ['alice', none, none, limit], ['room_open', 'member_user', 'conversation_pkey']],
    ['rooms by title', roomsSql.titled, ['alice', none, none, limit, 'room 9'], ['room_open', 'conversation_pkey']],
    ['deep rooms', roomsSql.all, ['alice', 300, 3_000, limit], ['room_open', 'room_pkey']],
    ['unread', unreadSql, ['alice'], ['reader_unread', 'message_pkey']],
    [
      'unread by conversation',
      unreadByConversationSql,
      ['alice', conversationId, limit],
      ['reader_unread', 'message_pkey'],
    ],
    ['members', membersSql, ['alice', conversationId, 0, limit, false], ['member_order']],
    ['member', memberSql, ['alice', conversationId, 'user777', false], ['member_']],
    ['receipts', receiptsSql.now, ['alice', conversationId, 0, limit], ['member_order', 'reader_pkey']],
    [
      'receipts of a message',
      receiptsSql.ofMessage,
      ['alice', conversationId, 0, limit, 7],
      ['member_order', 'reader_pkey', 'advance_pkey'],
    ],
    [
      'how somebody read on',
      readsSql,
      ['alice', conversationId, 'user777', 1, limit],
      ['member_', 'block_pkey', 'advance_pkey'],
    ],
    ['message', messageSql, ['alice', newId(), false], ['message_id', 'hidden_pkey']],
    ['around a message', aroundSql, ['alice', newId(), false, limit], ['message_id', 'message_pkey', 'hidden_pkey']],
    ['revisions', revisionsSql, ['alice', newId(), false], ['message_id', 'message_text_pkey', 'hidden_pkey']],
    [
      'pinned messages',
      pinnedSql.desc,
      ['alice', conversationId, 9e15, 0, limit, false],
      ['message_pinned', 'hidden_pkey'],
    ],
    ['pinned messages, onward', pinnedSql.asc, ['alice', conversationId, 9e15, 0, limit, false], ['message_pinned']],
    ['messages, newest', messagesSql.desc, ['alice', conversationId, 9e15, 0, limit, false], ['message_pkey']],
    ['messages, onward', messagesSql.asc, ['alice', conversationId, 9e15, 50, limit, false], ['message_pkey']],
    [
      'known messages',
      standingSql,
      [
        ['alice', 'user777'],
        [conversationId, conversationId],
        ['false', 'false'],
        ['1', '1'],
        ['50', '50'],
      ],
      ['conversation_pkey', 'member_', 'reader_pkey', 'hidden_pkey'],
    ],
    [
      'messages by author',
      filteredMessagesSql.desc,
      ['alice', conversationId, 9e15, 0, limit, false, 'user777', none, none, none, 10_000],
      ['message_pkey', 'hidden_pkey'],
    ],
    [
      'pinned messages by author',
      filteredPinnedSql.desc,
      ['alice', conversationId, 9e15, 0, limit, false, 'user777', none, none, none],
      ['message_pinned'],
    ],
    [
      'counts of messages',
      statsSql,
      ['alice', conversationId, false, none, none, none, none, limit, 100_000, 'day', true, true],
      ['message_pkey', 'hidden_pkey'],
    ],
    ['log', logSql.first, ['$before', none, none, limit, '{}'], ['change_xid', 'change_pkey']],
    ['long log', logSql.next, ['1:1:', none, 50_000, limit, '{}'], ['change_pkey']],
    ['feed', feedSql, ['$before', none, 0, limit, 'alice'], ['member_user', 'change_conversation', 'change_owner']],
    ['a new ticket', putTicketSql, ['h', 'alice', none, none, 30_000, 50], ['ticket_user', 'ticket_pkey']],
    ['a ticket taken', takeTicketSql, ['h'], ['ticket_pkey']],
    ['tickets that ran out', expireTicketsSql, [limit], ['ticket_until', 'ticket_pkey']],
    ['where a notifier stands', openNotifierSql, ['mqtt'], ['notifier_pkey', 'parked_pkey', 'change_xid']],
    [
      'what a notifier has told',
      advanceNotifierSql,
      ['mqtt', 1, '1:1:', none, none, ['1', '2'], '[]', '[]'],
      ['notifier_pkey', 'parked_pkey'],
    ],
    ['a lease kept', keepLeaseSql, ['claim:x', 1, 30_000, 'memo'], ['lease_pkey', 'lease_memo_pkey']],
    ['the memo on a lease', leaseMemoSql, ['claim:x'], ['lease_memo_pkey']],
    ['changes by position', changesSql, [['7', '8']], ['change_pkey', 'message_pkey']],
    ['what a batch answers', answeredSql, [[newId(), newId()]], ['message_id']],
    [
      'whom changes concern',
      audiencesSql,
      [[conversationId, newId()], limit, 0],
      ['conversation_pkey', 'member_order'],
    ],
    ['dead letters', deadLettersSql, ['mqtt', 0, limit], ['dead_letter_pkey']],
    ['dead letters replayed', replaySql, ['mqtt', ['7']], ['dead_letter_pkey', 'change_pkey']],
    ['dead letters replayed, all', replaySql, ['mqtt', none], ['dead_letter_pkey', 'change_pkey']],
    ['dead letters forgotten', purgeSql, ['mqtt', none], ['dead_letter_pkey']],
    ['who missed a message', missedSql, [conversationId, 3, 0, limit], ['member_order', 'reader_pkey', 'message_pkey']],
    [
      'pruning what notifiers have told',
      pruneSql,
      ['2000-01-01', 1_000, limit, ['mqtt']],
      ['change_pkey', 'notifier_pkey', 'parked_pkey'],
    ],
    ['windows', windowsSql, ['alice'], ['member_user']],
    ['blocks between', blocksBetweenSql, ['alice', ['user1', 'user2']], ['block_pkey']],
    ['blocks', blocksSql, ['alice', none, limit], ['block_page']],
    ['places', placesSql, ['alice', conversationId, limit], ['member_user', 'reader_guest', 'conversation_target']],
    [
      'contents of a place',
      contentsSql,
      ['alice', conversationId, 0, limit],
      ['message_pkey', 'message_text_pkey', 'reaction_pkey', 'hidden_pkey'],
    ],
    ['files that wait', waitingSql, [[newId(), newId()], 'alice'], ['attachment_pkey']],
    ['abandoned files', abandonedSql, [limit], ['attachment_abandoned', 'attachment_waiting']],
    ['files to forget', forgetSql, [[newId()]], ['attachment_pkey']],
    ['numbers of ids', aliasesSql, ['messages', [newId(), newId()]], ['alias_id']],
    ['ids of numbers', aliasedSql, ['messages', ['42', '1337']], ['alias_pkey']],
  ]
  const valuesOf = (parameters: readonly Parameter[]): readonly Parameter[] =>
    parameters.map((parameter) => (parameter === '$before' ? before : parameter))

  test.each(statements)('%s walks its indexes', async (_, sql, parameters, indexes) => {
    const rows = await database.query(`explain ${sql}`, valuesOf(parameters))
    const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n')
    for (const index of indexes) expect(plan).toContain(index)
    for (const table of hot) expect(plan).not.toMatch(new RegExp(`Seq Scan on ${table}\\b`))
  })

  /** What nobody waits for, and what happens once in the life of a ticket. */
  const seldom = new Set([
    'a new ticket',
    'dead letters replayed',
    'files that wait',
    'files to forget',
    'pruning what notifiers have told',
  ])
  const often = statements.filter(([name]) => !seldom.has(name))

  /** How often each prepared statement ran with a plan that was kept, and with one of its own. */
  const planCounts = async (): Promise<ReadonlyMap<unknown, readonly [kept: number, own: number]>> => {
    const rows = await database.query(
      'select name, generic_plans as kept, custom_plans as own from pg_prepared_statements where name <> $1',
      [''],
    )
    return new Map(rows.map(({ name, kept, own }) => [name, [Number(kept), Number(own)]]))
  }

  // Postgres tries five plans made for their parameters before it keeps one.
  test.each(often)('%s is planned once, not at each call', async (_, sql, parameters) => {
    const earlier = await planCounts()
    for (const _call of upTo(12)) await database.query(sql, valuesOf(parameters))
    const counted = [...(await planCounts())].map(([name, [kept, own]]) => {
      const [keptSoFar, ownSoFar] = earlier.get(name) ?? [0, 0]
      return { kept: kept - keptSoFar, own: own - ownSoFar }
    })
    const [mine] = counted.filter(({ kept, own }) => kept + own === 12)
    expect(mine?.own).toBeLessThanOrEqual(5)
  })

  test('a send to a conversation of two thousand writes to no reader but its sender', async () => {
    const written = async () => {
      await database.query('select pg_stat_force_next_flush()')
      const [row] = await database.query(`select (n_tup_ins + n_tup_upd)::integer as rows from pg_stat_user_tables
        where schemaname = ${schema} and relname = 'reader'`)
      return Number(row?.['rows'])
    }
    const wide = '00000000-0000-0000-0000-000000000001'
    const sent = (await store.inbox('crowd7', { limit: 5 }))[0]?.lastSeq ?? 0
    const { count: unread } = (await store.unread('crowd7')).messages
    const counted = await written()
    const draft = {
      type: 'message.sent',
      id: newId(),
      verb: 'message',
      body: 'x',
      replyTo: null,
      mentions: [],
      words: [],
      contentHash: 'h',
    } as const
    await store.commit([{ conversationId: wide, actor: 'alice', changes: [draft], guards: [] }])
    expect((await written()) - counted).toBe(1)
    expect((await store.unread('crowd7')).messages.count).toBe(unread + 1)
    expect(await store.inbox('crowd7', { limit: 5 })).toMatchObject([{ id: wide, lastSeq: sent + 1 }])
  })

  /** The id of the fourth message: the first that alice has not hidden. */
  const firstOf = async (id: string): Promise<string> => {
    const [row] = await database.query('select id from msg.message where conversation_id = $1 and seq = 4', [id])
    return String(row?.['id'])
  }
  const reacted = '00000000-0000-0000-0000-000000000050'
  const [large, crowded] = ['00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001']
  const bounded: readonly (readonly [string, number, () => Promise<unknown>])[] = [
    ['a count of unread messages', 250, () => store.conversation('alice', large)],
    ['the totals of one with a thousand unread conversations', 15_000, () => store.unread('alice')],
    ['the totals of one with one long unread conversation', 150, () => store.unread('lone')],
    ['an inbox with a conversation of two thousand', 100, () => store.inbox('crowd1990', { limit: 50 })],
    ['a page of messages', 250, () => store.messages('alice', large, { order: 'desc', limit: 100 })],
    ['a page deep down', 250, () => store.messages('alice', large, { order: 'desc', before: 20_000, limit: 100 })],
    ['a page onward', 250, () => store.messages('alice', large, { order: 'asc', after: 30_000, limit: 100 })],
    [
      'a page by an author of many',
      250,
      () => store.filteredMessages('alice', large, { order: 'desc', limit: 100, filter: { authorId: 'user2' } }),
    ],
    [
      'a page by an author of none, in a long conversation',
      10_100,
      () => store.filteredMessages('alice', large, { order: 'desc', limit: 100, filter: { authorId: 'nobody' } }),
    ],
    [
      'a page by time, onward',
      10_100,
      () =>
        store.filteredMessages('alice', large, {
          order: 'asc',
          limit: 100,
          filter: { createdFrom: '2100-01-01T00:00:00.000Z' },
        }),
    ],
    [
      'counts of a long conversation',
      50_100,
      () => store.stats('alice', large, { period: 'day', verb: true, author: true, filter: {}, limit: 100 }),
    ],
    ['the last message of a long conversation', 150, () => store.conversation('user2', large)],
    ['a page of messages with reactions', 500, () => store.messages('alice', reacted, { order: 'desc', limit: 100 })],
    [
      'a page of pinned messages',
      150,
      () => store.messages('alice', large, { pinned: true, order: 'desc', limit: 100 }),
    ],
    ['a page for someone who left', 550, () => store.messages('gone', reacted, { order: 'asc', limit: 100 })],
    ['what is around a message', 400, async () => store.around('alice', await firstOf(large), 100)],
    ['the texts of a message', 10, async () => store.revisions('alice', await firstOf(reacted))],
    ['a slice of a message', 10, async () => store.slice({ messageId: await firstOf(reacted), userIds: ['alice'] })],
    ['a slice of a set', 15, () => store.slice({ canonicalOf: threeOf('user'), userIds: ['user1'] })],
    ['a first message to people', 40, () => store.commit([firstSend(threeOf(newId()))])],
    ['a member change of a set', 60, () => store.commit([item(conversationId, 'alice', add(newId()))])],
    ['a page of members', 250, () => store.members('alice', crowded, { limit: 100 })],
    ['the first members', 250, () => store.conversation('alice', crowded)],
    ['a roster', 10, () => store.slice({ conversationId: crowded, userIds: ['alice'], roster: true })],
    [
      'a page of what is unread',
      1_000,
      () => store.unreadByConversation('alice', { above: conversationId, limit: 10 }),
    ],
    ['a page of an inbox', 4_000, () => store.inbox('alice', { limit: 50 })],
    ['the versions of a page of an inbox', 500, () => database.query(inboxVersionsSql, [['alice'], ['50']])],
    ['some of an inbox', 300, () => database.query(someOfInboxSql, ['alice', [conversationId, large]])],
    [
      'the heads a filtered page looks at',
      20_000,
      () => store.inboxHeads('alice', { status: 'active', named: upTo(50).map((n) => `user${n}`), limit: 201 }),
    ],
    [
      'ten heads of what was left',
      300,
      () => store.inboxHeads('gone', { status: 'left', named: ['alice', 'bob'], limit: 10 }),
    ],
    ['the records of some conversations', 700, () => store.conversations('alice', [conversationId, large, crowded])],
    ['a page of rooms', 2_000, () => store.rooms('alice', { limit: 50 })],
    ['a page of rooms by title', 16_000, () => store.rooms('alice', { text: 'room 9', limit: 50 })],
    ['sweeping nothing', 10, () => store.sweep(500)],
    ['forgetting no text', 10, () => store.forgetTexts({ replacedBefore: '2000-01-01T00:00:00.000Z', limit: 100 })],
    [
      'a step of forgetting texts',
      900,
      () => store.forgetTexts({ replacedBefore: '2999-01-01T00:00:00.000Z', limit: 100 }),
    ],
    ['a page of the log', 400, () => store.log({ after: before, limit: 10 })],
    ['a page of the log beside a transaction open since the beginning', 50, () => logBesideLongTransaction()],
    ['a send to two', 40, () => store.commit([item(conversationId, 'alice', send())])],
    ['a send after fifty thousand', 40, () => store.commit([item(large, 'user2', send())])],
    ['a send to two thousand', 40, () => store.commit([item(crowded, 'alice', send())])],
    ['a receipt with all but one unread', 40, () => store.commit([item(large, 'alice', read(1))])],
    ['a page of receipts', 250, () => store.receipts('alice', crowded, { limit: 100 })],
    ['a page of receipts of a message', 500, () => store.receipts('alice', crowded, { seq: 1_000, limit: 100 })],
    ['a delivery with all but one unread', 40, () => store.commit([item(large, 'alice', deliver(1))])],
    ['clearing with all but one unread', 40, () => store.commit([item(large, 'alice', clear(1))])],
    ['clearing in a crowd', 40, () => store.commit([item(crowded, 'crowd9', clear(1))])],
    ['muting', 40, () => store.commit([item(large, 'alice', mute(null))])],
    ['a receipt in a crowd', 40, () => store.commit([item(crowded, 'crowd9', read(1))])],
    ['adding to two thousand', 40, () => store.commit([item(crowded, 'alice', add(newId()))])],
    ['a personal change', 10, () => store.commit([personal('alice')])],
    ['a block', 20, () => store.commit([block('alice', 'user5')])],
    ['an import into a long conversation', 1_500, () => store.import(importInto(large, 20))],
    ['an import into a crowd', 1_500, () => store.import(importInto(crowded, 20))],
    ['the blocks between two', 10, () => store.blocksBetween('user5', ['user6', 'user1'])],
    ['a page of blocks', 30, () => store.blocks('user5', { limit: 10 })],
    ['a step of an erasure', 6_000, () => eraseSome()],
    ['a page of places', 50, () => store.accounts.places('alice', { limit: 10 })],
    ['a stretch of an account', 1_300, () => store.accounts.contents('user5', large, { above: 20_000, limit: 100 })],
    ['a lease', 10, () => store.lease({ name: 'work', holder: 'me', milliseconds: 1 })],
    ['giving a lease up', 10, () => store.release('work', 'me')],
    ['pruning', 500, () => store.prune({ olderThan: '2000-01-01T00:00:00.000Z', keep: 90_000, limit: 100 })],
    ['pruning nothing', 300, () => store.prune({ olderThan: '2000-01-01T00:00:00.000Z', keep: 900_000, limit: 100 })],
    ['a feed of one in a thousand conversations', 4_000, () => store.feed('alice', { after: before, limit: 10 })],
  ]
  describe.each(['force_generic_plan', 'force_custom_plan'])('planned with %s', (mode) => {
    beforeAll(async () => {
      await database.query(`set plan_cache_mode = ${mode}`)
    })
    afterAll(() => database.query('reset plan_cache_mode'))
    test.each(bounded)('%s reads few rows (at most %i)', async (_, atMost, work) => {
      expect(await rowsReadBy(database, work)).toBeLessThanOrEqual(atMost)
    })
  })

  test('no query and no commit reads a table from end to end', async () => {
    const counted = await scans()
    const message = (id: string) =>
      ({
        type: 'message.sent',
        id,
        verb: 'message',
        body: 'x',
        replyTo: null,
        mentions: [],
        words: [],
        contentHash: 'h',
      }) as const
    for (const n of upTo(12)) {
      const id = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
      const used = newId()
      await store.commit([
        { conversationId: id, actor: 'alice', changes: [message(used)], guards: [{ on: 'settings', version: 1 }] },
        {
          conversationId: id,
          actor: 'alice',
          changes: [message(used)],
          guards: [{ on: 'member', userId: 'alice', version: 1 }],
        },
        { conversationId: id, actor: `user${n}`, changes: [{ type: 'receipt.advanced', readSeq: 50 }], guards: [] },
        {
          conversationId: id,
          actor: 'alice',
          changes: [{ type: 'member.added', userId: 'new', role: 'member' }],
          guards: [],
        },
        {
          conversationId: id,
          actor: 'new',
          changes: [{ type: 'member.role', userId: 'new', role: 'admin' }],
          guards: [],
        },
        { conversationId: id, actor: 'new', changes: [{ type: 'member.left', userId: 'new' }], guards: [] },
        item(id, `user${n}`, clear(3), mute('2030-01-01T00:00:00.000Z')),
        {
          conversationId: id,
          actor: 'alice',
          changes: [{ type: 'member.added', userId: 'new', role: 'member' }],
          guards: [],
        },
        {
          conversationId: newId(),
          actor: 'alice',
          changes: [
            {
              type: 'conversation.created',
              kind: 'group',
              title: null,
              invitePolicy: 'members',
              members: [{ userId: 'alice', role: 'admin' }],
              contentHash: 'h',
            },
          ],
          guards: [],
        },
      ])
      const about = (
        type: 'message.pinned' | 'message.unpinned' | 'message.hidden' | 'message.retracted',
      ): ChangeDraft => ({
        type,
        messageId: used,
      })
      await store.commit([
        {
          conversationId: id,
          actor: 'alice',
          changes: [
            { type: 'message.edited', messageId: used, body: 'y', words: [], mentions: [] },
            { type: 'reaction.added', messageId: used, emoji: '👍' },
            { type: 'reaction.removed', messageId: used, emoji: '👍' },
            about('message.pinned'),
            about('message.unpinned'),
          ],
          guards: [{ on: 'message', messageId: used, version: 1 }],
        },
        {
          conversationId: id,
          actor: `user${n}`,
          changes: [about('message.hidden'), about('message.retracted')],
          guards: [],
        },
        { conversationId: id, actor: 'alice', changes: [{ type: 'member.removed', userId: 'new' }], guards: [] },
        { conversationId: id, actor: 'alice', changes: [{ type: 'conversation.updated', title: 'new' }], guards: [] },
      ])
      await store.import(importInto(id, 3))
      await store.import(importGroup(3))
      await store.commit([personal('alice'), block('alice', `user${n}`)])
      await store.blocksBetween('alice', [`user${n}`, 'user5'])
      await store.blocks(`user${n}`, { limit: 10 })
      await store.commit([firstSend(threeOf(`${n}-`))])
      await store.commit([item(conversationId, 'alice', add(`joiner-${n}`))])
      await store.slice({ canonicalOf: threeOf(`${n}-`), userIds: ['alice'] })
      await store.tickets.put({
        hash: id,
        grant: { userId: 'bob', origin: null, expiresAt: null },
        milliseconds: 1,
        perUser: 5,
      })
      await store.tickets.take(used)
      await store.tickets.expire(10)
      await store.slice({ conversationId: id, userIds: ['alice', 'bob'], roster: true })
      await store.slice({ messageId: used, userIds: ['alice', 'bob'] })
      await store.usedId('message', used)
      await store.conversation('alice', id)
      await store.inbox('alice', { limit: 50 })
      await store.commit([item(id, 'alice', send())])
      await store.inbox('alice', { limit: 50 })
      await store.inboxHeads('alice', { status: 'active', named: ['new'], limit: 50 })
      await store.inboxHeads('gone', { status: 'left', named: ['alice'], limit: 50 })
      await store.conversations('alice', [id, conversationId])
      await store.unread('alice')
      await store.unreadByConversation('alice', { limit: 50 })
      await store.members('new', id, { limit: 50 })
      await store.member('alice', id, 'new')
      await store.receipts('alice', id, { limit: 50 })
      await store.receipts('alice', id, { seq: 3, limit: 50 })
      await store.message('alice', used)
      await store.revisions('alice', used)
      await store.around('alice', used, 50)
      await store.stats('alice', id, { period: 'week', verb: true, author: false, filter: {}, limit: 50 })
      await store.filteredMessages('alice', id, { order: 'desc', limit: 50, filter: { verb: 'note' } })
      await store.messages('gone', id, { order: 'desc', limit: 50 })
      await store.conversation('gone', id)
      await store.messages('alice', id, { pinned: true, order: 'desc', limit: 50 })
      await store.messages('alice', id, { order: 'desc', limit: 50 })
      await store.log({ after: before, limit: 500 })
      await store.feed('alice', { after: before, limit: 500 })
      await store.windows('alice')
      await store.accounts.places('alice', { limit: 50 })
      await store.accounts.beginErasure(`user${n + 900}`, `erased:user${n + 900}`)
      for (const _ of upTo(4)) await store.accounts.eraseStep(`user${n + 900}`, 100)
      await store.accounts.erasures()
      await store.accounts.contents('alice', id, { above: 0, limit: 50 })
      const file = { id: newId(), name: 'file', type: 'text/plain', size: 1 } as const
      await store.attachments.add('alice', file)
      const carrying = newId()
      await store.commit([item(id, 'alice', { ...send('look', carrying), attachments: [file.id] })])
      await store.commit([item(id, 'alice', { type: 'message.retracted', messageId: carrying })])
      await store.attachments.waiting('alice', [file.id])
      await store.attachments.forget(await store.attachments.abandoned(10))
      await store.alias('messages', upTo(10).map(newId))
      await store.aliased('messages', upTo(10))
      await store.claimAliases('messages', [{ id: newId(), number: 200_000 }])
    }
    expect(await scans()).toEqual(counted)
    await database.query('select count(*) from msg.message where body = $1', ['nothing'])
    expect(await scans(), 'a scan that happened was not counted').not.toEqual(counted)
  })
})
