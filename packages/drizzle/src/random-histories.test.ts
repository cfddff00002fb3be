/** Random histories on PGlite and on the reference implementation in memory: everything either tells must be the same. */
import { createMemoryStore } from '@msg/core/memory'
import type { ChangeDraft, CommitItem, Guard, Store } from '@msg/core'
import { newId, upTo } from '@msg/testing'
import { expect, test } from 'vitest'
import {
  add,
  clear,
  create,
  deliver,
  edit,
  guarded,
  item,
  leave,
  mark,
  mute,
  react,
  read,
  remove,
  send,
  unreact,
} from '../test/drafts.ts'
import { openCopy } from './pglite-image.ts'
import { createStore, readMeta } from './store.ts'

/** Mulberry32: the same numbers for the same seed, so that a history that fails can be played again. */
const randomFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const users = ['alice', 'bob', 'carol', 'Dave', 'éva', '😀']
const conversations = upTo(5).map(newId)
const messageIds = upTo(20).map(newId)

type Random = (below: number) => number
const oneOf = <T>(random: Random, all: readonly T[], otherwise: T): T => all[random(all.length)] ?? otherwise

const emoji = ['👍', '❤️', '❤', '🎉'] as const

/** Something done to a message. */
const onMessage = (random: Random, id: string): ChangeDraft => {
  const [one, body, user] = [oneOf(random, emoji, '👍'), `edited ${random(9)}`, oneOf(random, users, '')]
  const all: readonly ChangeDraft[] = [
    edit(id, body),
    edit(id, body, user, 'alice'),
    mark(random(4) === 0 ? 'message.retracted' : 'message.hidden', id),
    mark('message.pinned', id),
    mark(random(2) === 0 ? 'message.pinned' : 'message.unpinned', id),
    react(id, one),
    react(id, one),
    unreact(id, one),
  ]
  return oneOf(random, all, react(id, one))
}

const ends = ({ type }: ChangeDraft): boolean => type === 'message.retracted'

/** A batch that may be right, stale, repeated or out of order, but never breaks a rule the store leaves to the engine. */
const batchFrom = async (random: Random, store: Store): Promise<readonly CommitItem[]> => {
  const touched = new Set<string>()
  const items: CommitItem[] = []
  for (let count = 1 + random(6); count > 0; count -= 1) {
    const user = oneOf(random, users, '')
    const messageId = oneOf(random, messageIds, '')
    const about = random(2) === 0 ? await store.slice({ messageId, userIds: [] }) : null
    const id = about?.conversation.id ?? oneOf(random, conversations, '')
    const slice = await store.slice({ conversationId: id, messageId, userIds: [user] })
    const me = slice?.members[0]
    const message = slice?.message ?? null
    const stale: Guard = { on: 'roster', version: random(2) * 7 }
    if (slice === null || random(40) === 0) {
      items.push(item(id, user, create('group', [user, ...users.filter((other) => other !== user).slice(random(4))])))
    } else if (random(6) === 0 && !touched.has(`${id} ${user}`)) {
      touched.add(`${id} ${user}`)
      const ending = me?.status === 'active' ? [leave(user), remove(user)] : me?.status === 'left' ? [remove(user)] : []
      const change = random(3) === 0 || me?.status === 'active' ? oneOf(random, ending, add(user)) : add(user, 'admin')
      items.push(guarded(item(id, user, change), { on: 'member', userId: user, version: me?.version ?? 0 }))
    } else if (me !== undefined && message !== null && message.body !== null && random(4) > 0) {
      const drafts = upTo(1 + random(2)).map(() => onMessage(random, messageId))
      const guard: Guard = { on: 'message', messageId, version: message.version + (random(9) === 0 ? 1 : 0) }
      // What is retracted takes no change any more: the rules see to it, so no more than one draft may do it.
      items.push(guarded(item(id, user, ...(drafts.some(ends) ? drafts.slice(0, 1) : drafts)), guard))
    } else if (random(20) === 0) {
      items.push(
        item(id, user, { type: 'conversation.updated', ...(random(2) === 0 ? { title: `${random(9)}` } : {}) }),
      )
    } else if (me !== undefined) {
      const hot =
        random(3) === 0
          ? oneOf(
              random,
              [read(random(30)), deliver(random(30)), clear(random(20)), mute(null), mute('2030-01-01T00:00:00.000Z')],
              read(1),
            )
          : {
              ...send(`${random(9)}`, random(2) === 0 ? newId() : messageId),
              mentions: random(3) === 0 ? ['bob', 'Dave'] : [],
              replyTo: random(3) === 0 ? oneOf(random, messageIds, '') : null,
            }
      const drafts = random(5) === 0 ? [hot, read(random(9))] : [hot]
      items.push(random(4) === 0 ? guarded(item(id, user, ...drafts), stale) : item(id, user, ...drafts))
    }
  }
  return items
}

/** Versions are each store's own: a roster guard says by how much it is off. */
const asReadFrom = (store: Store, batch: readonly CommitItem[]): Promise<readonly CommitItem[]> =>
  Promise.all(
    batch.map(async (planned) => {
      const { conversationId } = planned
      const slice = conversationId === null ? null : await store.slice({ conversationId, userIds: [] })
      const now = slice?.conversation.rosterVersion ?? 0
      return {
        ...planned,
        guards: planned.guards.map((guard) =>
          guard.on === 'roster' ? { ...guard, version: guard.version + now } : guard,
        ),
      }
    }),
  )

/** What is each store's own. */
const own =
  /^(at|createdAt|joinedAt|endedAt|readAt|repliedAt|deliveredAt|closedAt|editedAt|retractedAt|pinnedAt|minute|snapshot|founders|rosterVersion)$/

const timeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      own.test(key) ? (inner === null ? null : 'some time') : inner,
    ).replaceAll(/"[0-9a-f-]+:(\d+)"/g, '"epoch:$1"'),
  )

/** All that a store tells about a user, in an order that does not matter to the port. */
/** What filters see, but for the places, which are each store's own. The latest left first, by a time no store shares. */
const headsOf = async (store: Store, user: string): Promise<unknown> => {
  const named = ['bob', 'Dave']
  const heads = async (status: 'active' | 'left') =>
    (await store.inboxHeads(user, { status, named, limit: 50 })).map(({ place: _, ...head }) => head)
  const left = (await heads('left')).toSorted((one, other) => (one.conversationId < other.conversationId ? -1 : 1))
  const ids = left.map(({ conversationId }) => conversationId)
  const records = (await store.conversations(user, ids)).map(({ id, title }) => ({ id, title }))
  return {
    active: await heads('active'),
    left,
    records: records.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  }
}

const toldTo = async (store: Store, user: string, start: string): Promise<unknown> => {
  const windows = await store.windows(user)
  return timeless({
    windows: windows.toSorted((one, other) => (one.conversationId < other.conversationId ? -1 : 1)),
    unread: await store.unread(user),
    heads: await headsOf(store, user),
    unreadEach: await store.unreadByConversation(user, { limit: 3 }),
    inbox: (await store.inbox(user, { limit: 50 })).map(({ id }) => id),
    conversations: await Promise.all(conversations.map((id) => store.conversation(user, id))),
    members: await Promise.all(conversations.map((id) => store.members(user, id, { limit: 50 }))),
    messages: await Promise.all(
      conversations.map((id) => store.messages(user, id, { order: 'desc', limit: 20, before: 25 })),
    ),
    pinned: await Promise.all(
      conversations.map((id) => store.messages(user, id, { pinned: true, order: 'asc', limit: 20 })),
    ),
    some: await Promise.all(messageIds.map((id) => store.message(user, id))),
    revisions: await Promise.all(messageIds.map((id) => store.revisions(user, id))),
    receipts: await Promise.all(conversations.map((id) => store.receipts(user, id, { limit: 50 }))),
    receiptsOf: await Promise.all(conversations.map((id) => store.receipts(user, id, { seq: 3, above: 1, limit: 2 }))),
    member: await Promise.all(conversations.map((id) => store.member(user, id, 'bob'))),
    slice: await Promise.all(messageIds.map((messageId) => store.slice({ messageId, userIds: [user], roster: true }))),
    feed: await store.feed(user, { after: start, limit: 5_000 }),
  })
}

/** What a process knows of the latest messages, and asks whether it still holds, is what it would read anew. */
const expectLatest = async (store: Store, id: string): Promise<void> => {
  for (const user of users) {
    const latest = { order: 'desc', limit: 4 } as const
    expect(await store.messages(user, id, latest)).toEqual(await store.messages(user, id, { ...latest, before: 1e9 }))
  }
}

/** The same of first pages of inboxes, of which a store that knows nothing reads the present. */
const expectInboxes = async (store: Store, fresh: Store): Promise<void> => {
  for (const user of users) expect(await store.inbox(user, { limit: 4 })).toEqual(await fresh.inbox(user, { limit: 4 }))
}

test.each(upTo(process.env['FULL'] === '1' ? 100 : 4))(
  'history %i reads the same from PGlite as from memory',
  async (seed) => {
    const random = randomFrom(seed)
    const database = await openCopy()
    const meta = await readMeta(database, 'none')
    const [pglite, elsewhere, memory] = [createStore(database, meta), createStore(database, meta), createMemoryStore()]
    const [start, beginning] = [
      (await pglite.log({ after: null, limit: 1 })).snapshot,
      (await memory.log({ after: null, limit: 1 })).snapshot,
    ]
    for (const round of upTo(80)) {
      const batch = await batchFrom(random, memory)
      const [answer, expected] = [
        await pglite.commit(await asReadFrom(pglite, batch)),
        await memory.commit(await asReadFrom(memory, batch)),
      ]
      expect(timeless(answer)).toEqual(timeless(expected))
      for (const store of [pglite, elsewhere]) {
        await expectLatest(store, oneOf(random, conversations, ''))
        await expectInboxes(store, createStore(database, meta))
      }
      if (round % 20 !== 0) continue
      for (const user of users) expect(await toldTo(pglite, user, start)).toEqual(await toldTo(memory, user, beginning))
      expect(timeless(await pglite.log({ after: start, limit: 5_000 }))).toEqual(
        timeless(await memory.log({ after: beginning, limit: 5_000 })),
      )
    }
    await pglite.close()
  },
)
