import { isErased, silentLogger } from '@msg/core'
import type { Logger, Message, Messaging, Notice, Plugin, Timestamp, UserId } from '@msg/core'
import { createListeners } from '../shared/listeners.ts'
import type { Listener } from '../shared/listeners.ts'
import { messageSentOf } from '../shared/message-sent.ts'
import { unless } from '../shared/unless.ts'
import { pageLimit, readDirect } from './direct.ts'
import type { DirectPage } from './direct.ts'
import { createReadMarks } from './read-marks.ts'
import type { ReadMarks } from './read-marks.ts'

/** A direct message that was sent, or read. */
export interface DirectMessage {
  readonly message: Message
  /** Its author. */
  readonly fromUser: UserId
  /** Its recipient. */
  readonly to: UserId
}

/**
 * drf-directmessages' signals. They tell of every direct message, however it was sent or read, once, after the commit, in one of
 * the processes on the store; what that process dies in the midst of is told again by another.
 */
export interface DirectmessagesListeners {
  /** Give it to `createMessaging({ plugins })`. */
  readonly plugin: Plugin
  /** `message_sent`. Returns its unsubscribe. */
  onMessageSent(listener: Listener<DirectMessage>): () => void
  /** `message_read`: once per message, oldest first, when its recipient has read it. Returns its unsubscribe. */
  onMessageRead(listener: Listener<DirectMessage>): () => void
}

/**
 * Makes drf-directmessages' signals.
 * @param messagingOf answers with the engine that the plugin was given to; called when there is something to tell
 * @example
 * const signals = directmessagesListeners(() => messaging)
 * const messaging = createMessaging({ plugins: [signals.plugin] })
 * signals.onMessageRead(({ message, fromUser, to }) => log(`${to} read ${message.id} of ${fromUser}`))
 */
export const directmessagesListeners = (
  messagingOf: () => Messaging,
  logger: Logger = silentLogger(),
): DirectmessagesListeners => {
  const sent = createListeners<DirectMessage>(logger)
  const read = createListeners<DirectMessage>(logger)
  const marks = createReadMarks()

  const tell = async (notice: Notice): Promise<void> => {
    if ((await notice.conversation())?.kind !== 'direct') return
    const event = await messageSentOf(notice)
    const [to] = event?.to ?? []
    if (event !== null && to !== undefined) await sent.tell({ ...event, to })
    for (const each of await readBy(notice, messagingOf(), marks)) await read.tell(each)
  }

  const plugin: Plugin = {
    name: 'directmessages',
    notifiers: [
      {
        name: 'directmessages',
        types: ['message.sent', 'receipt.advanced'],
        notify: async (notice) => {
          await tell(notice)
          return { status: 'done' }
        },
      },
    ],
  }
  return { plugin, onMessageSent: sent.add, onMessageRead: read.add }
}

/**
 * The messages of others that a receipt's advance covered first, oldest first: those that were read at the time of the change,
 * without those of which an advance of the same millisecond has told.
 */
const readBy = async (
  { change }: Notice,
  messaging: Messaging,
  marks: ReadMarks,
): Promise<readonly DirectMessage[]> => {
  if (change.type !== 'receipt.advanced' || change.subject === 'gone' || isErased(change.actor)) return []
  const { actor: reader, at, conversationId } = change
  const session = messaging.as(reader)
  const direct = await unless(session.conversations.get({ conversationId }), 'not_found')
  const partner = direct?.memberIds.find((id) => id !== reader)
  if (partner === undefined) return []
  const told = marks.of(conversationId, reader)
  const found: DirectMessage[] = []
  for (let before: number | null = change.subject.readSeq + 1; before !== null;) {
    const page: DirectPage = await readDirect(session, { partner, before, limit: pageLimit })
    const inbound = page.messages.filter(({ to, message }) => to === reader && message.seq > told)
    for (const { message, readAt } of inbound)
      if (readAt === at) found.unshift({ message, fromUser: partner, to: reader })
    before = inbound.some(({ readAt }) => isBefore(readAt, at)) ? null : page.next
  }
  const newest = found.at(-1)
  if (newest !== undefined) marks.raise(conversationId, reader, newest.message.seq)
  return found
}

const isBefore = (time: Timestamp | null, other: Timestamp): boolean => time !== null && time < other
