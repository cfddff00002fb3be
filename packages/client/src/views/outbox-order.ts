import type { ConversationId, MessageId } from '@msg/core'
import { messageOf } from './outbox-entry.ts'
import type { OutboxEntry } from './outbox-entry.ts'

/** Those an entry of an outbox may have to wait for. */
interface Earlier {
  /** Conversations with a send that is not done. */
  readonly sends: Set<ConversationId>
  /** Messages with a send that is not done, or with another write that may still be done. */
  readonly messages: Set<MessageId>
  /** Conversations with a mark that may still be done. */
  readonly marks: Set<ConversationId>
}

/**
 * The entries that wait for no other. Sends of a conversation go in their order, also behind one that failed, until that is
 * tried again or discarded. Other writes on a message go in their order, and after its send; one that was refused holds
 * nothing up. Marks of a conversation go in their order.
 * @param entries in the order in which they were written down
 */
export const unheld = (entries: readonly OutboxEntry[]): readonly OutboxEntry[] => {
  const earlier: Earlier = { sends: new Set(), messages: new Set(), marks: new Set() }
  return entries.filter((entry) => {
    const held = isHeld(entry, earlier)
    note(entry, earlier)
    return !held
  })
}

const isHeld = (entry: OutboxEntry, { sends, messages, marks }: Earlier): boolean => {
  const { verb } = entry.write
  if (verb === 'messages.send') return sends.has(entry.conversationId)
  const messageId = messageOf(entry)
  return messageId === null ? marks.has(entry.conversationId) : messages.has(messageId)
}

const note = (entry: OutboxEntry, { sends, messages, marks }: Earlier): void => {
  const isSend = entry.write.verb === 'messages.send'
  if (entry.state === 'failed' && !isSend) return
  const messageId = messageOf(entry)
  if (messageId === null) marks.add(entry.conversationId)
  else messages.add(messageId)
  if (isSend) sends.add(entry.conversationId)
}
