import { createMemoryStore } from '@msg/core/memory'
import { createMessaging, MsgError } from '@msg/core'
import type { Change, ChangePage, Guard, LogPage, Session, Store } from '@msg/core'
import { expect, test } from 'vitest'
import { newId } from '../factories.ts'
import type { OpenSessionHost } from '../session-conformance/host.ts'
import { memberVerbs } from './command.ts'
import { historyFails, raceFails } from './history-conformance.ts'

interface Planted {
  readonly name: string
  readonly session?: (sound: Session) => Session
  readonly store?: (sound: Store) => Store
  /** Found only where calls overlap. */
  readonly race?: true
  /** The verbs that bring it out, where it shows seldom among all. */
  readonly verbs?: readonly string[]
}

const hostWith =
  ({ session = (sound) => sound, store = (sound) => sound }: Omit<Planted, 'name'>): OpenSessionHost =>
  async (options) => {
    const messaging = createMessaging({ ...options, store: store(createMemoryStore()) })
    return { session: async (userId) => session(messaging.as(userId)), close: () => messaging.close() }
  }

/** A store that does not check some guards. */
const withoutGuards =
  (dropped: (guard: Guard) => boolean) =>
  (store: Store): Store => ({
    ...store,
    commit: (items) =>
      store.commit(items.map((item) => ({ ...item, guards: item.guards.filter((guard) => !dropped(guard)) }))),
  })

/** Where a message was edited and then retracted, the log says that it was edited afterwards. */
const editedAfterAll = (page: LogPage | 'resync'): LogPage | 'resync' => {
  if (page === 'resync') return page
  const changes = [...page.changes]
  for (const [at, retracted] of page.changes.entries()) {
    if (retracted.change.type !== 'message.retracted') continue
    const before = changes.findIndex(
      ({ change }) => change.type === 'message.edited' && messageOf(change) === messageOf(retracted.change),
    )
    const edited = changes[before]
    if (edited === undefined || edited.change.type !== 'message.edited' || before > at) continue
    changes[before] = {
      ...edited,
      change: { ...retracted.change, revision: edited.change.revision, id: edited.change.id },
    }
    changes[at] = {
      ...retracted,
      change: { ...edited.change, revision: retracted.change.revision, id: retracted.change.id },
    }
  }
  return { ...page, changes }
}

const messageOf = ({ subject }: Change): unknown => (subject !== 'gone' && 'id' in subject ? subject.id : null)

const withoutEvery = (n: number, page: LogPage | 'resync'): LogPage | 'resync' =>
  page === 'resync' ? page : { ...page, changes: page.changes.filter(({ position }) => position % n !== 0) }

const reading = (session: Session, alter: (page: ChangePage) => ChangePage): Session => ({
  ...session,
  live: { ...session.live, read: async (input, options) => alter(await session.live.read(input, options)) },
})

const planted: readonly Planted[] = [
  {
    name: 'a group of two is shown as a direct',
    session: (session) => ({
      ...session,
      conversations: {
        ...session.conversations,
        get: async (input, options) => {
          const seen = await session.conversations.get(input, options)
          return seen.memberCount === 2 ? { ...seen, kind: 'direct' } : seen
        },
      },
    }),
  },
  {
    name: 'who left reads on',
    store: (store) => ({
      ...store,
      messages: async (viewer, id, page) => {
        const userIds = [typeof viewer === 'string' ? viewer : viewer.userId]
        const slice = await store.slice({ conversationId: id, userIds, roster: true })
        const reader = slice?.roster?.earliest[0]
        return slice?.members[0]?.status === 'left' && reader !== undefined
          ? store.messages(reader, id, page)
          : store.messages(viewer, id, page)
      },
    }),
  },
  {
    name: 'the last admin leaves without a successor',
    store: (store) => ({
      ...store,
      commit: (items) =>
        store.commit(
          items.map((item) => ({ ...item, changes: item.changes.filter(({ type }) => type !== 'member.role') })),
        ),
    }),
  },
  {
    name: 'a watermark moves back',
    session: (session) => ({
      ...session,
      receipts: {
        ...session.receipts,
        markRead: async (input, options) => ({
          ...(await session.receipts.markRead(input, options)),
          readSeq: input.seq,
        }),
      },
    }),
  },
  {
    name: 'the feed misses a change now and then',
    store: (store) => ({
      ...store,
      feed: async (viewer, range) => withoutEvery(13, await store.feed(viewer, range)),
    }),
  },
  {
    name: 'the feed tells who left of what came later',
    store: (store) => ({
      ...store,
      feed: async (viewer, range) => {
        const windows = await store.windows(viewer)
        const ended = new Set(windows.filter((one) => one.endedRevision !== null).map((one) => one.conversationId))
        const [own, all] = [await store.feed(viewer, range), await store.log(range)]
        if (own === 'resync') return own
        const known = new Set(own.changes.map(({ position }) => position))
        const leaked = all.changes.filter(
          ({ position, change }) => known.has(position) || ended.has(change.conversationId ?? ''),
        )
        return { ...own, changes: leaked }
      },
    }),
  },
  {
    name: 'a page of changes repeats the last one of the page before',
    session: (session) => {
      let last: ChangePage['changes'] = []
      return reading(session, (page) => {
        const changes = [...last, ...page.changes]
        last = page.more ? page.changes.slice(-1) : []
        return { ...page, changes }
      })
    },
  },
  {
    name: 'others than the author get the message of an id',
    session: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        send: async (input, options) => {
          try {
            return await session.messages.send(input, options)
          } catch (error) {
            const taken = error instanceof MsgError && error.code === 'id_taken'
            if (taken && input.id !== undefined) return session.messages.get({ messageId: input.id })
            throw error
          }
        },
      },
    }),
  },
  {
    name: 'two directs of a pair are possible',
    store: (store) => ({
      ...store,
      conversation: (viewer, id) => store.conversation(viewer, id),
      commit: (items) =>
        store.commit(
          items.map((item) =>
            item.changes.some((draft) => draft.type === 'conversation.created' && draft.kind === 'direct')
              ? { ...item, conversationId: newId() }
              : item,
          ),
        ),
    }),
  },
  {
    name: 'guards are not checked',
    race: true,
    store: withoutGuards(() => true),
  },
  {
    name: 'a decision about others is not made anew when they changed',
    race: true,
    verbs: memberVerbs,
    store: withoutGuards(({ on }) => on === 'roster'),
  },
  {
    name: 'who is no longer a member still acts',
    race: true,
    store: withoutGuards(({ on }) => on === 'member'),
  },
  {
    name: 'what was retracted meanwhile is changed all the same',
    race: true,
    verbs: ['conversations.startDirect', 'messages.send', 'messages.edit', 'messages.retract', 'reactions.add'],
    store: (store) => ({
      ...store,
      feed: async (viewer, range) => editedAfterAll(await store.feed(viewer, range)),
    }),
  },
  {
    name: 'hiding hides nothing',
    session: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        hide: async (input, options) => {
          const { conversationId, id: messageId } = await session.messages.get(input, options)
          return { conversationId, messageId, userId: session.me }
        },
      },
    }),
  },
  {
    name: 'who left sees the texts of today',
    store: (store) => ({
      ...store,
      messages: async (viewer, id, page) => {
        const found = await store.messages(viewer, id, page)
        const userIds = [typeof viewer === 'string' ? viewer : viewer.userId]
        const slice = await store.slice({ conversationId: id, userIds, roster: true })
        const reader = slice?.roster?.earliest[0]
        if (found === null || reader === undefined || slice?.members[0]?.status !== 'left') return found
        return Promise.all(found.map(async (message) => (await store.message(reader, message.id)) ?? message))
      },
    }),
  },
  {
    name: 'a retracted message counts as unread',
    session: (session) => {
      let retracted = 0
      return {
        ...session,
        messages: {
          ...session.messages,
          retract: async (input, options) => {
            retracted += 1
            return session.messages.retract(input, options)
          },
        },
        inbox: {
          ...session.inbox,
          unread: async (input, options) => {
            const { conversations, messages } = await session.inbox.unread(input, options)
            return { conversations, messages: { ...messages, count: messages.count + retracted } }
          },
        },
      }
    },
  },
  {
    name: 'who was removed is let in again by anybody',
    store: (store) => ({
      ...store,
      slice: async (query) => {
        const slice = await store.slice(query)
        const left = { status: 'left' } as const
        return slice === null
          ? null
          : { ...slice, members: slice.members.map((one) => (one.status === 'removed' ? { ...one, ...left } : one)) }
      },
    }),
  },
  {
    name: 'who was removed from a room joins it again',
    verbs: ['conversations.openRoom', 'members.join', 'members.remove'],
    store: (store) => ({
      ...store,
      slice: async (query) => {
        const slice = await store.slice(query)
        return slice?.conversation.kind === 'room'
          ? { ...slice, members: slice.members.filter(({ status }) => status !== 'removed') }
          : slice
      },
    }),
  },
  {
    name: 'a room that became private is read on by everybody',
    verbs: ['conversations.openRoom', 'conversations.update', 'messages.send'],
    store: (store) => ({
      ...store,
      messages: async (viewer, id, page) => {
        const slice = await store.slice({ conversationId: id, userIds: [], roster: true })
        const reader = slice?.conversation.kind === 'room' ? slice.roster?.earliest[0] : undefined
        return store.messages(reader ?? viewer, id, page)
      },
    }),
  },
  {
    name: 'who is blocked writes on',
    verbs: ['conversations.startDirect', 'messages.send', 'people.block'],
    store: (store) => ({
      ...store,
      slice: async (query) => {
        const slice = await store.slice(query)
        return slice === null ? null : { ...slice, conversation: { ...slice.conversation, blockedBy: [] } }
      },
    }),
  },
  {
    name: 'what was cleared is unread again',
    verbs: ['conversations.startDirect', 'messages.send', 'inbox.clear'],
    session: (session) => {
      let cleared = 0
      return {
        ...session,
        inbox: {
          ...session.inbox,
          clear: async (input, options) => {
            const answer = await session.inbox.clear(input, options)
            cleared = answer.clearedSeq
            return answer
          },
          unread: async (input, options) => {
            const { conversations, messages } = await session.inbox.unread(input, options)
            return { conversations, messages: { ...messages, count: messages.count + cleared } }
          },
        },
      }
    },
  },
  {
    name: 'a repeated id makes another message when calls overlap',
    race: true,
    store: (store) => ({
      ...store,
      commit: (items) =>
        store.commit(
          items.map((item) => ({
            ...item,
            changes: item.changes.map((draft) => (draft.type === 'message.sent' ? { ...draft, id: newId() } : draft)),
          })),
        ),
    }),
  },
]

test('a sound implementation has no failing history and no failing race', async () => {
  expect(await historyFails(hostWith({}), { runs: 50 })).toBe(false)
  expect(await raceFails(hostWith({}), { runs: 50 })).toBe(false)
})

for (const { name, race, verbs, ...plant } of planted)
  test(`random histories find it when ${name}`, async () => {
    const search = { runs: 2_000, ...(verbs === undefined ? {} : { verbs }) }
    expect(await (race === true ? raceFails : historyFails)(hostWith(plant), search)).toBe(true)
  })
