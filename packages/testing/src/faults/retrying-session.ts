import { isMsgError } from '@msg/core'
import type { LiveEvent, LiveSubscription, Session, SubscribeInput } from '@msg/core'
import { newId } from '../factories.ts'

/** What a careful client tries again. */
export const isPassing = (error: unknown): boolean =>
  isMsgError(error) && ['unavailable', 'busy', 'offline', 'timeout'].includes(error.code)

/** Calls until the answer is known. */
export const untilKnown = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!isPassing(error)) throw error
    }
  }
}

const again =
  <Input, Options, Answer>(verb: (input: Input, options?: Options) => Promise<Answer>) =>
  (input: Input, options?: Options): Promise<Answer> =>
    untilKnown(() => verb(input, options))

/** A session as a careful client uses it: everything it makes has an id, and what may have failed is asked again. */
export const retryingSession = (session: Session): Session => {
  const { conversations, members, messages, reactions, attachments, receipts, rooms, inbox, people, account, live } =
    session
  return {
    ...session,
    conversations: {
      startDirect: again(conversations.startDirect),
      startGroup: (input, options) => again(conversations.startGroup)({ id: newId(), ...input }, options),
      openRoom: (input, options) =>
        again(conversations.openRoom)(input.target === undefined ? { id: newId(), ...input } : input, options),
      openChannel: again(conversations.openChannel),
      update: again(conversations.update),
      delete: again(conversations.delete),
      get: again(conversations.get),
    },
    members: {
      add: (input, options) => again(members.add)({ id: newId(), ...input }, options),
      join: again(members.join),
      leave: again(members.leave),
      remove: again(members.remove),
      setRole: again(members.setRole),
      list: again(members.list),
    },
    messages: {
      send: (input, options) => again(messages.send)({ id: newId(), ...input }, options),
      sendToUsers: (input, options) => again(messages.sendToUsers)({ id: newId(), ...input }, options),
      sendToTarget: (input, options) => again(messages.sendToTarget)({ id: newId(), ...input }, options),
      get: again(messages.get),
      list: again(messages.list),
      around: again(messages.around),
      stats: again(messages.stats),
      search: again(messages.search),
      edit: again(messages.edit),
      retract: again(messages.retract),
      purge: again(messages.purge),
      hide: again(messages.hide),
      pin: again(messages.pin),
      unpin: again(messages.unpin),
      revisions: again(messages.revisions),
    },
    reactions: { add: again(reactions.add), remove: again(reactions.remove) },
    attachments: { upload: again(attachments.upload), get: again(attachments.get) },
    receipts: {
      markRead: again(receipts.markRead),
      markDelivered: again(receipts.markDelivered),
      list: again(receipts.list),
      reads: again(receipts.reads),
    },
    rooms: { browse: again(rooms.browse) },
    inbox: {
      list: again(inbox.list),
      clear: again(inbox.clear),
      mute: again(inbox.mute),
      unread: again(inbox.unread),
      unreadByConversation: again(inbox.unreadByConversation),
    },
    people: {
      search: again(people.search),
      contacts: again(people.contacts),
      get: again(people.get),
      block: again(people.block),
      unblock: again(people.unblock),
      blocked: again(people.blocked),
    },
    account: { export: again(account.export), erase: again(account.erase) },
    live: {
      read: again(live.read),
      typing: again(live.typing),
      subscribe: (input) => resubscribing(session, input),
      watch: live.watch,
    },
  }
}

/** Goes on from the last cursor whenever a subscription breaks. */
const resubscribing = (session: Session, input: SubscribeInput = {}): LiveSubscription => {
  const ending = new AbortController()
  let { after } = input
  async function* events(): AsyncGenerator<LiveEvent, void, void> {
    while (!ending.signal.aborted)
      try {
        const from = after === undefined ? {} : { after }
        for await (const event of session.live.subscribe(from, { signal: ending.signal })) {
          if ('cursor' in event) after = event.cursor
          yield event
        }
        return
      } catch (error) {
        if (!isPassing(error)) throw error
      }
  }
  const close = (): void => ending.abort()
  return { close, [Symbol.asyncDispose]: async () => close(), [Symbol.asyncIterator]: events }
}
