import { silentLogger } from '@msg/core'
import type { Logger, Message, Messaging, Notice, Plugin, Timestamp, UserId } from '@msg/core'
import { createListeners } from '../shared/listeners.ts'
import type { Listener } from '../shared/listeners.ts'
import { messageSentOf } from '../shared/message-sent.ts'
import { readDirect } from './direct.ts'

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

  const tell = async (notice: Notice): Promise<void> => {
    if ((await notice.conversation())?.kind !== 'direct') return
    const event = await messageSentOf(notice)
    const [to] = event?.to ?? []
    if (event !== null && to !== undefined) await sent.tell({ ...event, to })
    for (const each of await readBy(notice, messagingOf())) await read.tell(each)
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

/** The messages of others that a receipt's advance covered first: those that were read at the time of the change. */
const readBy = async ({ change }: Notice, messaging: Messaging): Promise<readonly DirectMessage[]> => {
  if (change.type !== 'receipt.advanced' || change.subject === 'gone') return []
  const reader = change.actor
  const session = messaging.as(reader)
  const { memberIds } = await session.conversations.get({ conversationId: change.conversationId })
  const partner = memberIds.find((id) => id !== reader)
  if (partner === undefined) return []
  const found: DirectMessage[] = []
  for (let before = change.subject.readSeq + 1; ;) {
    const page = await readDirect(session, { partner, before, limit: 100 })
    const inbound = page.messages.filter(({ to }) => to === reader)
    for (const { message, readAt } of inbound)
      if (readAt === change.at) found.unshift({ message, fromUser: partner, to: reader })
    if (page.next === null || inbound.some(({ readAt }) => isBefore(readAt, change.at))) return found
    before = page.next
  }
}

const isBefore = (time: Timestamp | null, other: Timestamp): boolean => time !== null && time < other
