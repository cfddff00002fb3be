/** Faults of searching, looking around, filtering, counting, clearing and blocking, each with the case that must notice. */
import type { Hit, Session, Store } from '@msg/core'
import { test } from 'vitest'
import type { PlantedFault } from '../planted-faults.ts'
import { expectNoticed, expectNoticedBeneath } from './planted-host.ts'

/** A fault in what `messages` answers. */
const inMessages =
  (broken: (sound: Session['messages']) => Partial<Session['messages']>) =>
  (session: Session): Session => ({ ...session, messages: { ...session.messages, ...broken(session.messages) } })

/** Searches on behalf of everybody who has a session. */
const searchForAll = (): ((session: Session) => Session) => {
  const everybody: Session['messages'][] = []
  return inMessages((sound) => {
    everybody.push(sound)
    return {
      search: async (input, options) => {
        const own = await sound.search(input, options)
        const pages = await Promise.all(everybody.map((one) => one.search(input, options).catch(() => own)))
        const hits = new Map(pages.flatMap((page) => page.hits.map((hit) => [hit.message.id, hit])))
        return { ...own, hits: [...hits.values()] }
      },
    }
  })
}

/** Whether a word goes on where the last mark ends. */
const endsWithin = ({ message, ranges }: Hit): boolean =>
  /^\p{L}/u.test((message.body ?? '').slice(ranges.at(-1)?.end ?? 0))

/** Counts what was retracted as it counted before. */
const countRetracted = (): ((session: Session) => Session) => {
  let retracted = 0
  return inMessages((sound) => ({
    retract: async (input, options) => {
      retracted += 1
      return sound.retract(input, options)
    },
    stats: async (input, options) => {
      const stats = await sound.stats(input, options)
      return { ...stats, rows: stats.rows.map((row) => ({ ...row, count: row.count + retracted })) }
    },
  }))
}

/** Takes no notice of what became of a conversation's settings between a decision and its commit. */
const withoutSettingsGuards = (store: Store): Store => ({
  ...store,
  commit: (items) =>
    store.commit(items.map((item) => ({ ...item, guards: item.guards.filter(({ on }) => on !== 'settings') }))),
})

const faults: readonly PlantedFault<Session>[] = [
  {
    name: 'a search finds what its user could not open',
    noticedBy:
      'nothing is found that could not be opened: strangers and removed find nothing, who left finds up to there',
    plant: searchForAll(),
  },
  {
    name: 'a search finds whole words only',
    noticedBy: 'messages with all the words are found, newest first, the last word by its beginning, and marked',
    plant: inMessages((sound) => ({
      search: async (input, options) => {
        const page = await sound.search(input, options)
        return { ...page, hits: page.hits.filter((hit) => !endsWithin(hit)) }
      },
    })),
  },
  {
    name: 'a search does not say of every message where it found it',
    noticedBy:
      'a search says in which conversations it found something, each once, as I see them; not where it was told',
    plant: inMessages((sound) => ({
      search: async (input, options) => {
        const page = await sound.search(input, options)
        return { ...page, conversations: page.conversations.slice(1) }
      },
    })),
  },
  {
    name: 'looking around skips a neighbour',
    noticedBy: 'a message is shown among its neighbours, half of them below it where there are so many',
    plant: inMessages((sound) => ({
      around: async (input, options) => {
        const found = await sound.around(input, options)
        return { ...found, messages: found.messages.filter((_, index) => index !== 1) }
      },
    })),
  },
  {
    name: 'pages take no notice of the author asked for',
    noticedBy: 'a page of messages is by author, verb and time too, each alone and together, in both orders',
    plant: inMessages((sound) => ({ list: ({ authorId: _, ...input }, options) => sound.list(input, options) })),
  },
  {
    name: 'retracted messages count',
    noticedBy: 'messages are counted by period, verb and author, those sent latest first; retracted ones do not count',
    plant: countRetracted(),
  },
  {
    name: 'clearing leaves the last message',
    noticedBy: 'what I clear is out of my view for good, whatever it is, and nobody else notices',
    plant: (session) => ({
      ...session,
      inbox: {
        ...session.inbox,
        clear: async (input, options) => {
          const { lastSeq } = await session.conversations.get(input)
          const clearedSeq = Math.min(input.seq ?? lastSeq, lastSeq)
          await session.inbox.clear({ ...input, seq: clearedSeq - 1 }, options)
          return { conversationId: input.conversationId, userId: session.me, clearedSeq }
        },
      },
    }),
  },
]

const beneath: readonly PlantedFault<Store>[] = [
  {
    name: 'a block lets through what was decided before it',
    noticedBy: 'a send that races a block is refused, or was first',
    plant: withoutSettingsGuards,
  },
  {
    name: 'who reads a room goes on when it is private',
    noticedBy: 'who read a room that is private now finds nothing there any more to mark, to hide or to clear',
    plant: withoutSettingsGuards,
  },
]

for (const fault of faults) test(`session conformance notices when ${fault.name}`, () => expectNoticed(fault))
for (const fault of beneath) test(`session conformance notices when ${fault.name}`, () => expectNoticedBeneath(fault))
