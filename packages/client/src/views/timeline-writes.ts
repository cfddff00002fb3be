import { randomIds } from '@msg/core'
import type { Attachment, ConversationId, EditMessageInput, MessageId, SendMessageInput } from '@msg/core'
import type { Hub } from './hub.ts'
import type { Outbox } from './outbox.ts'

/** A message to send here, with the uploads it carries. */
export interface NewMessage extends Omit<SendMessageInput, 'conversationId' | 'attachments'> {
  readonly attachments?: readonly Attachment[]
}

/** What I do to a conversation: shown at once, done by the outbox. */
export interface TimelineWrites {
  /** Sends a message; answers the id it has from now on. */
  send(message: NewMessage): MessageId
  edit(edit: EditMessageInput): void
  retract(messageId: MessageId): void
  hide(messageId: MessageId): void
  pin(messageId: MessageId): void
  unpin(messageId: MessageId): void
  react(messageId: MessageId, emoji: string): void
  unreact(messageId: MessageId, emoji: string): void
  /** Marks everything up to a message number as read: for what was really seen. */
  markRead(seq: number): void
}

/** The writes of one conversation. */
export const timelineWrites = (
  { clock }: Pick<Hub, 'clock'>,
  outbox: Pick<Outbox, 'add'>,
  conversationId: ConversationId,
): TimelineWrites => {
  const ids = randomIds(clock)
  const onMessage = (verb: 'messages.retract' | 'messages.hide' | 'messages.pin' | 'messages.unpin') => {
    return (messageId: MessageId): void => void outbox.add(conversationId, { verb, input: { messageId } })
  }
  const reaction = (verb: 'reactions.add' | 'reactions.remove') => {
    return (messageId: MessageId, emoji: string): void =>
      void outbox.add(conversationId, { verb, input: { messageId, emoji } })
  }
  return {
    send({ attachments = [], ...message }) {
      const input = { ...message, id: message.id ?? ids.next(), conversationId }
      if (attachments.length === 0) return outbox.add(conversationId, { verb: 'messages.send', input })
      const named = { ...input, attachments: attachments.map(({ id }) => id) }
      return outbox.add(conversationId, { verb: 'messages.send', input: named, carries: attachments })
    },
    edit: (input) => void outbox.add(conversationId, { verb: 'messages.edit', input }),
    retract: onMessage('messages.retract'),
    hide: onMessage('messages.hide'),
    pin: onMessage('messages.pin'),
    unpin: onMessage('messages.unpin'),
    react: reaction('reactions.add'),
    unreact: reaction('reactions.remove'),
    markRead: (seq) => void outbox.add(conversationId, { verb: 'receipts.markRead', input: { conversationId, seq } }),
  }
}
