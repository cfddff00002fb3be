import { MsgError } from '@msg/core'
import type { LiveEvent, LiveSubscription, Session } from '@msg/core'
import { test } from 'vitest'
import type { PlantedFault } from '../planted-faults.ts'
import { expectNoticed } from './planted-host.ts'

/** The same subscription with some of its events changed. */
const altered = (
  subscription: LiveSubscription,
  alter: (event: LiveEvent) => readonly LiveEvent[],
): LiveSubscription => ({
  ...subscription,
  async *[Symbol.asyncIterator]() {
    for await (const event of subscription) yield* alter(event)
  },
})

const faults: readonly PlantedFault<Session>[] = [
  {
    name: 'ids of sends are ignored',
    noticedBy: 'the same send eight times in parallel is one message and one answer',
    plant: (session) => ({
      ...session,
      messages: { ...session.messages, send: ({ id, ...input }, options) => session.messages.send(input, options) },
    }),
  },
  {
    name: 'a second use of an id is taken for a repeat',
    noticedBy: 'an id I used with other content is a mismatch, whatever differs',
    plant: (session) => {
      const sent = new Map<string, ReturnType<Session['messages']['send']>>()
      return {
        ...session,
        messages: {
          ...session.messages,
          send: (input, options) => {
            const before = sent.get(input.id ?? '') ?? session.messages.send(input, options)
            sent.set(input.id ?? '', before)
            return before
          },
        },
      }
    },
  },
  {
    name: 'a foreign conversation is forbidden rather than unknown',
    noticedBy: 'a conversation one is not in answers exactly like one that never existed',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        send: (input, options) =>
          session.messages.send(input, options).catch((error: unknown) => {
            throw new MsgError('forbidden', `no, and ${String(error)}`)
          }),
      },
    }),
  },
  {
    name: 'sending to people begins a conversation each time',
    noticedBy: 'sending to the same people is one group, whoever of them sends; more or fewer people are another',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        sendToUsers: async ({ userIds, ...message }) => {
          const { id: conversationId } = await session.conversations.startGroup({ userIds })
          const sent = await session.messages.send({ conversationId, ...message })
          return { conversation: await session.conversations.get({ conversationId }), message: sent }
        },
      },
    }),
  },
  {
    name: 'a send adds people first and says it then',
    noticedBy:
      'wherever the storage fails during a send that adds people, all of it is there or nothing, and nobody is told of a part',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        send: async ({ addMembers, ...input }, options) => {
          const { conversationId } = input
          if (addMembers !== undefined) await session.members.add({ conversationId, userIds: addMembers })
          return session.messages.send(input, options)
        },
      },
    }),
  },
  {
    name: 'a room about a target is another one each time',
    noticedBy: 'there is one room about a target, however many open it at once, and nobody is a member by it',
    plant: (session) => ({
      ...session,
      conversations: {
        ...session.conversations,
        openRoom: ({ target, ...input }, options) => session.conversations.openRoom(input, options),
      },
    }),
  },
  {
    name: 'browsing takes no notice of what is looked for',
    noticedBy: 'rooms are found by a part of their title, case aside, every character standing for itself',
    plant: (session) => ({
      ...session,
      rooms: { browse: ({ query, ...input } = {}, options) => session.rooms.browse(input, options) },
    }),
  },
  {
    name: 'purging is retracting',
    noticedBy: 'a purged message is in no view, its number stays used and its id answers gone',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        purge: async (input) => {
          const { conversationId, id: messageId, seq } = await session.messages.retract(input)
          return { conversationId, messageId, seq }
        },
      },
    }),
  },
  {
    name: 'deleting is leaving',
    noticedBy: 'a deleted conversation answers everybody like one that never existed, and its ids answer gone',
    plant: (session) => ({
      ...session,
      conversations: {
        ...session.conversations,
        delete: async (input) => {
          await session.members.leave(input)
          return input
        },
      },
    }),
  },
  {
    name: 'text is tidied up before it is stored',
    noticedBy: 'a sent message is there for everybody, byte for byte',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        send: (input, options) => session.messages.send({ ...input, body: input.body.trim().normalize() }, options),
      },
    }),
  },
  {
    name: 'pages ignore their bounds',
    noticedBy: 'messages are listed newest first, or oldest first, between bounds, page by page',
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        list: ({ before, ...input }, options) => session.messages.list(input, options),
      },
    }),
  },
  {
    name: 'sending marks as read',
    noticedBy: "unread is others' messages above the read watermark; replying is not reading",
    plant: (session) => ({
      ...session,
      messages: {
        ...session.messages,
        send: async (input, options) => {
          const message = await session.messages.send(input, options)
          await session.receipts.markRead({ conversationId: input.conversationId, seq: message.seq })
          return message
        },
      },
    }),
  },
  {
    name: 'what was delivered counts as read',
    noticedBy:
      'what was delivered is not read, what is read is delivered, and neither moves back or past the last message',
    plant: (session) => ({
      ...session,
      receipts: {
        ...session.receipts,
        markDelivered: (input, options) => session.receipts.markRead(input, options),
      },
    }),
  },
  {
    name: 'receipts of a message tell the latest times',
    noticedBy: 'with a message number, receipts tell when each reader first got and first read that message',
    plant: (session) => ({
      ...session,
      receipts: {
        ...session.receipts,
        list: ({ seq, ...input }, options) => session.receipts.list(input, options),
      },
    }),
  },
  {
    name: 'how somebody read on is told from the first message, whatever was asked for',
    noticedBy: 'how a member read on is told to members step by step',
    plant: (session) => ({
      ...session,
      receipts: {
        ...session.receipts,
        reads: ({ from, ...input }, options) => session.receipts.reads(input, options),
      },
    }),
  },
  {
    name: 'clearing is forgotten',
    noticedBy: 'what I clear is out of my view for good, whatever it is, and nobody else notices',
    plant: (session) => ({
      ...session,
      inbox: {
        ...session.inbox,
        clear: async ({ conversationId, seq = 0 }) => ({ conversationId, userId: session.me, clearedSeq: seq }),
      },
    }),
  },
  {
    name: 'signals come twice',
    noticedBy: 'of several typing signals at once the first is told',
    plant: (session) => ({
      ...session,
      live: {
        ...session.live,
        subscribe: (input, options) =>
          altered(session.live.subscribe(input, options), (event) =>
            event.type === 'signals' ? [event, event] : [event],
          ),
      },
    }),
  },
  {
    name: 'anybody may say that they type',
    noticedBy: 'only active members can say that they type, and only they hear it',
    plant: (session) => ({
      ...session,
      live: {
        ...session.live,
        typing: (input, options) =>
          session.live.typing(input, options).catch(() => ({ conversationId: input.conversationId })),
      },
    }),
  },
  {
    name: 'whoever watches one conversation is told of all of theirs',
    noticedBy: 'a watch tells nothing of other conversations, nor of who was blocked that they type',
    plant: (session) => ({ ...session, live: { ...session.live, watch: () => session.live.subscribe() } }),
  },
  {
    name: 'a watch that ended begins anew',
    noticedBy: 'a watch ends with the change by which its user no longer sees the conversation',
    plant: (session) => ({
      ...session,
      live: {
        ...session.live,
        watch: (input, options) => {
          const watch = session.live.watch(input, options)
          async function* events(): AsyncGenerator<LiveEvent, void, void> {
            try {
              yield* watch
            } catch {
              yield { type: 'resync', cursor: '' }
            }
          }
          return { ...watch, [Symbol.asyncIterator]: events }
        },
      },
    }),
  },
  {
    name: 'live loses changes',
    noticedBy: 'from a cursor a subscription yields what was missed, then ready, then live, nothing twice',
    plant: (session) => ({
      ...session,
      live: {
        ...session.live,
        subscribe: (input) =>
          altered(session.live.subscribe(input), (event) =>
            event.type === 'changes' && input?.after !== undefined ? [] : [event],
          ),
      },
    }),
  },
  {
    name: 'live repeats changes',
    noticedBy: 'subscribing from a cursor while others write loses nothing and repeats nothing',
    plant: (session) => ({
      ...session,
      live: {
        ...session.live,
        subscribe: (input) => altered(session.live.subscribe(input), (event) => [event, event]),
      },
    }),
  },
  {
    name: 'subscribing forgets the cursor',
    noticedBy: 'from a cursor a subscription yields what was missed, then ready, then live, nothing twice',
    plant: (session) => ({
      ...session,
      live: { ...session.live, subscribe: () => session.live.subscribe() },
    }),
  },
]

for (const fault of faults) test(`session conformance notices when ${fault.name}`, () => expectNoticed(fault))
