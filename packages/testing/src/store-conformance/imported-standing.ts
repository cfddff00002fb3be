import { createMessaging, roomId } from '@msg/core'
import type { ImportedMessage, InboxRecord, Messaging, Notifier } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { counting, minutes, oldGroup, oldMember, oldMessage, oldWorld, withMessaging } from './imported.ts'

const inboxOf = async (messaging: Messaging, userId: string): Promise<readonly string[]> =>
  (await messaging.as(userId).inbox.list({})).conversations.map(({ id }) => id)

const idOf = (messages: readonly ImportedMessage[], seq: number): string => messages[seq - 1]?.id ?? ''

const both = (id: string) => ['bob', 'carol'].map((userId) => oldMember(id, userId))

const three = (id: string) => ['alice', 'bob', 'carol'].map((userId) => oldMember(id, userId))

export const importedStandingCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'what was read, got and put out of view elsewhere is so here, and what is unread is what a count says',
    proves: ['import', 'receipts', 'unread'],
    run: withMessaging(async (messaging) => {
      const authors = ['bob', 'alice', 'bob', 'carol', 'bob', 'bob', 'alice', 'bob'] as const
      const world = oldWorld(
        ['alice', 'bob', 'carol'],
        authors.map((author) => [author]),
      )
      const conversationId = world.conversations[0].id
      const { messages } = world
      const readers = [
        {
          conversationId,
          userId: 'alice',
          reads: [
            { messageId: idOf(messages, 3), at: minutes(4) },
            { messageId: idOf(messages, 1), at: minutes(2) },
          ],
          deliveries: [{ messageId: idOf(messages, 5), at: minutes(6) }],
          cleared: idOf(messages, 1),
          hidden: [idOf(messages, 5), idOf(messages, 2)],
          mutedUntil: '2040-01-01T00:00:00.000Z',
        },
        { conversationId, userId: 'carol', reads: [{ messageId: idOf(messages, 8), at: minutes(9) }] },
      ]
      expect((await messaging.import({ ...world, readers })).imported.readers).toBe(2)
      const alice = messaging.as('alice')
      const { me } = await alice.conversations.get({ conversationId })
      expect(me).toMatchObject({
        readSeq: 3,
        readAt: minutes(4),
        deliveredSeq: 5,
        clearedSeq: 1,
      })
      expect(me.mutedUntil).toBe('2040-01-01T00:00:00.000Z')
      // Of others, above the third, not hidden: 4, 6, 8.
      expect(me.unread).toEqual({ count: 3, capped: false })
      const unread = async (userId: string) => (await messaging.as(userId).inbox.unread({})).messages.count
      expect([await unread('alice'), await unread('bob'), await unread('carol')]).toEqual([3, 3, 0])
      const seen = await alice.messages.list({ conversationId, order: 'asc' })
      expect(seen.messages.map(({ seq }) => seq)).toEqual([3, 4, 6, 7, 8])
      const now = await messaging.as('bob').receipts.list({ conversationId })
      expect(now.receipts[0]).toMatchObject({ userId: 'alice', readAt: minutes(4), deliveredAt: minutes(6) })
      const { receipts } = await messaging.as('bob').receipts.list({ conversationId, seq: 1 })
      expect(receipts.map(({ userId, readAt }) => [userId, readAt])).toEqual([
        ['alice', minutes(2)],
        ['bob', null],
        ['carol', minutes(9)],
      ])
      expect(await messaging.import({ readers })).toMatchObject({ existing: { readers: 2 }, imported: { readers: 0 } })
      await alice.receipts.markRead({ conversationId, seq: 8 })
      expect((await messaging.import({ readers })).existing.readers).toBe(2)
      expect(await unread('alice')).toBe(0)
    }),
  },
  {
    name: 'reactions are imported once each; what is retracted has none, and no text',
    proves: ['import'],
    run: withMessaging(async (messaging) => {
      const world = oldWorld(['alice', 'bob'], [['bob'], ['bob']])
      const conversationId = world.conversations[0].id
      const [first, second] = [idOf(world.messages, 1), idOf(world.messages, 2)]
      const reaction = (messageId: string, userId: string, emoji: string) => ({
        conversationId,
        messageId,
        userId,
        emoji,
      })
      const reactions = [reaction(first, 'bob', '👍'), reaction(first, 'alice', '👍'), reaction(first, 'alice', '❤️')]
      const messages = world.messages.map((message) =>
        message.id === second ? { ...message, body: null, retractedAt: minutes(5) } : message,
      )
      const result = await messaging.import({
        ...world,
        messages,
        reactions: [...reactions, reaction(second, 'alice', '👍'), reaction(newId(), 'alice', '👍')],
      })
      expect(result.imported.reactions).toBe(3)
      expect(result.conflicts).toEqual([
        { pointer: '/reactions/3', code: 'message_retracted' },
        { pointer: '/reactions/4', code: 'not_found' },
      ])
      expect((await messaging.import({ reactions })).existing.reactions).toBe(3)
      const alice = messaging.as('alice')
      expect((await alice.messages.get({ messageId: first })).reactions).toEqual([
        { emoji: '❤️', count: 1, userIds: ['alice'] },
        { emoji: '👍', count: 2, userIds: ['alice', 'bob'] },
      ])
      expect(await alice.messages.get({ messageId: second })).toMatchObject({ body: null, retractedAt: minutes(5) })
      expect((await alice.inbox.unread({})).messages.count).toBe(1)
    }),
  },
  {
    name: 'who had left elsewhere sees what there was, has nothing in the inbox, and comes back by invitation',
    proves: ['import', 'members'],
    run: withMessaging(async (messaging) => {
      const world = oldWorld(['alice', 'bob'], [['alice'], ['bob'], ['alice']])
      const conversationId = world.conversations[0].id
      const carol = { ...oldMember(conversationId, 'carol'), left: { at: minutes(2), last: idOf(world.messages, 2) } }
      const dave = { ...oldMember(conversationId, 'dave'), left: { at: minutes(0), last: null } }
      await messaging.import({ ...world, members: [...world.members, carol, dave] })
      expect(await inboxOf(messaging, 'carol')).toEqual([])
      const past = await messaging.as('carol').messages.list({ conversationId, order: 'asc' })
      expect(past.messages.map(({ body }) => body)).toEqual(['at 1', 'at 2'])
      expect((await messaging.as('dave').messages.list({ conversationId })).messages).toEqual([])
      expect((await messaging.as('alice').conversations.get({ conversationId })).memberCount).toBe(2)
      expect((await messaging.import({ members: [carol] })).existing.members).toBe(1)
      const { left, ...stayed } = carol
      expect((await messaging.import({ members: [{ ...stayed }] })).existing.members).toBe(1)
      await messaging.as('alice').members.add({ conversationId, userIds: ['carol'] })
      expect(await inboxOf(messaging, 'carol')).toEqual([conversationId])
      expect(left.last).toBe(idOf(world.messages, 2))
    }),
  },
  {
    name: 'imported conversations stand where their last messages put them, also beside those of today',
    proves: ['import', 'inbox'],
    run: withMessaging(async (messaging) => {
      const [old, older, oldest] = upTo(3).map(() => oldGroup())
      if (old === undefined || older === undefined || oldest === undefined) return
      const today = await messaging.as('alice').conversations.startGroup({ userIds: ['bob'] })
      await messaging.import({
        conversations: [old, oldest, older],
        members: [old, oldest, older].map(({ id }) => oldMember(id, 'alice')),
        messages: [oldMessage(old.id, 'bob', 30), oldMessage(older.id, 'bob', 20), oldMessage(oldest.id, 'bob', 10)],
      })
      expect(await inboxOf(messaging, 'alice')).toEqual([today.id, old.id, older.id, oldest.id])
      await messaging.import({ messages: [oldMessage(today.id, 'bob', 1)] })
      expect(await inboxOf(messaging, 'alice')).toEqual([today.id, old.id, older.id, oldest.id])
      await messaging.import({ messages: [oldMessage(oldest.id, 'bob', 40)] })
      expect(await inboxOf(messaging, 'alice')).toEqual([today.id, oldest.id, old.id, older.id])
      await messaging.as('alice').messages.send({ conversationId: older.id, body: 'now' })
      expect((await inboxOf(messaging, 'alice'))[0]).toBe(older.id)
    }),
  },
  {
    name: 'pages of rooms and of an inbox go on through minutes in which many conversations had their last message',
    proves: ['import', 'inbox', 'rooms'],
    run: withMessaging(async (messaging, store) => {
      const minuteOf = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3]
      const conversations = minuteOf.map(() => ({ ...oldGroup(), kind: 'room', visibility: 'public' }) as const)
      await messaging.import({
        conversations,
        members: conversations.map(({ id }) => oldMember(id, 'alice', 'admin')),
        messages: conversations.map(({ id }, at) => oldMessage(id, 'alice', minuteOf[at] ?? 0)),
      })
      for (const page of [store.inbox, store.rooms]) {
        const whole = (await page('alice', { limit: 100 })).map(({ id }) => id)
        expect(whole.toSorted()).toEqual(conversations.map(({ id }) => id).toSorted())
        for (const limit of upTo(whole.length)) {
          const seen: string[] = []
          for (let below: InboxRecord['activity'] | undefined; ;) {
            const found = await page('alice', { limit, ...(below === undefined ? {} : { below }) })
            seen.push(...found.map(({ id }) => id))
            if (found.length < limit) break
            below = found.at(-1)?.activity
          }
          expect(seen).toEqual(whole)
        }
      }
    }),
  },
  {
    name: 'a message that is older than one before it is found, once, page by page',
    proves: ['import', 'search'],
    run: withMessaging(async (messaging) => {
      const world = oldWorld(['alice'], [])
      const conversationId = world.conversations[0].id
      const times = [50, 10, 60, 20, 30]
      await messaging.import({
        ...world,
        messages: times.map((at) => oldMessage(conversationId, 'alice', at, `tern ${at}`)),
      })
      const other = oldWorld(['alice'], [['alice', 'tern of another']])
      await messaging.import(other)
      await messaging.as('alice').messages.send({ conversationId, body: 'tern of today' })
      const found: (string | null)[] = []
      for (let after: string | null = null; ;) {
        const page: { hits: readonly { message: { body: string | null } }[]; next: string | null } = await messaging
          .as('alice')
          .messages.search({ query: 'tern', limit: 2, ...(after === null ? {} : { after }) })
        found.push(...page.hits.map(({ message }) => message.body))
        if (page.next === null) break
        after = page.next
      }
      expect(found).toEqual(['tern of today', 'tern 30', 'tern 20', 'tern 60', 'tern 10', 'tern 50', 'tern of another'])
    }),
  },
  {
    name: 'an import of more than a hundred members keeps inbox and unread exact',
    proves: ['import', 'unread', 'inbox'],
    run: withMessaging(async (messaging) => {
      const group = oldGroup()
      const members = upTo(120).map((n) => oldMember(group.id, `user-${n}`))
      await messaging.import({ conversations: [group], members, messages: [oldMessage(group.id, 'user-1', 1)] })
      await messaging.import({ messages: [oldMessage(group.id, 'user-2', 2)] })
      const unread = async (userId: string) => (await messaging.as(userId).inbox.unread({})).messages.count
      expect([await unread('user-1'), await unread('user-2'), await unread('user-120')]).toEqual([1, 1, 2])
      expect(await inboxOf(messaging, 'user-120')).toEqual([group.id])
    }),
  },
  {
    name: 'what comes without an admin is managed by who joined first, unless it is about a target',
    proves: ['import', 'slice'],
    run: withMessaging(async (messaging) => {
      const roleIn = async (conversationId: string, userId: string) =>
        (await messaging.as(userId).conversations.get({ conversationId })).me.role
      const [bare, led, later] = [oldGroup(), oldGroup(), oldGroup()]
      const target = { type: 'project', id: '7' }
      const about = { ...oldGroup(roomId(target)), kind: 'room', target } as const
      const gone = { ...oldMember(bare.id, 'alice'), left: { at: minutes(1), last: null } }
      const world = {
        conversations: [bare, led, later, about],
        members: [
          gone,
          ...both(bare.id),
          oldMember(led.id, 'bob'),
          oldMember(led.id, 'alice', 'admin'),
          ...both(about.id),
        ],
      }
      await messaging.import(world)
      await messaging.import({ members: both(later.id) })
      await messaging.import({ conversations: [later], members: [oldMember(later.id, 'dave')] })
      for (const { id } of [bare, later]) {
        expect([await roleIn(id, 'bob'), await roleIn(id, 'carol')]).toEqual(['admin', 'member'])
        await messaging.as('bob').members.add({ conversationId: id, userIds: ['erin'] })
      }
      expect([await roleIn(led.id, 'bob'), await roleIn(about.id, 'bob')]).toEqual(['member', 'member'])
      expect(await roleIn(later.id, 'dave')).toBe('member')
      expect((await messaging.import(world)).existing).toEqual(counting({ conversations: 4, members: 7 }))
    }),
  },
  {
    name: 'a group that was born by sending is found by sending to its members after an import',
    proves: ['import', 'slice'],
    run: withMessaging(async (messaging) => {
      const born = { ...oldGroup(), bySending: true }
      const [rival, started] = [{ ...oldGroup(), bySending: true }, oldGroup()]
      await messaging.import({ conversations: [started, born, rival] })
      await messaging.import({ members: [...three(started.id), ...three(born.id)] })
      await messaging.import({ members: three(rival.id) })
      const sent = await messaging.as('carol').messages.sendToUsers({ userIds: ['bob', 'alice'], body: 'again' })
      expect(sent.conversation.id).toBe(born.id)
    }),
  },
  {
    name: 'numbers of another system are imported with what they name',
    proves: ['import', 'aliased'],
    run: withMessaging(async (messaging, store) => {
      const [one, two] = [newId(), newId()]
      const aliases = [
        { surface: 'old', id: one, number: 1_337 },
        { surface: 'older', id: one, number: 7 },
      ]
      expect((await messaging.import({ aliases })).imported).toEqual(counting({ aliases: 2 }))
      expect((await messaging.import({ aliases })).existing).toEqual(counting({ aliases: 2 }))
      const clash = await messaging.import({ aliases: [{ surface: 'old', id: two, number: 1_337 }] })
      expect(clash.conflicts).toEqual([{ pointer: '/aliases/0', code: 'id_taken' }])
      expect(await store.aliased('old', [1_337, 7])).toEqual([{ id: one, number: 1_337 }])
    }),
  },
  {
    name: 'no notifier is told of an import',
    proves: ['import', 'notifiers'],
    async run({ open }) {
      const told: string[] = []
      const store = await open()
      const heard = new AbortController()
      const notify: Notifier['notify'] = async ({ change }) => {
        told.push(change.type)
        heard.abort()
        return { status: 'done' }
      }
      await using messaging = createMessaging({ store, notifiers: [{ name: 'test', notify }] })
      await messaging.import(oldWorld(['alice', 'bob'], [['bob']]))
      const first = new Promise((resolve) => heard.signal.addEventListener('abort', resolve))
      await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
      await first
      expect(told).toEqual(['conversation.created'])
    },
  },
]
