import type { ClientErrorCode } from '@msg/core/errors'
import type {
  Attachment,
  ConversationId,
  EditMessageInput,
  MarkReadInput,
  MessageId,
  MessageInput,
  ReactionInput,
  SendMessageInput,
  Timestamp,
  UserId,
} from '@msg/core'

/** A message to send, with the id it has from the beginning. */
export interface OutgoingMessage extends SendMessageInput {
  readonly id: MessageId
}

/** What can wait in an outbox: a verb and its input. Each may be repeated without harm. */
export type OutboxWrite =
  | {
      readonly verb: 'messages.send'
      readonly input: OutgoingMessage
      /** The files it names, to be shown with it; default none. */
      readonly carries?: readonly Attachment[]
    }
  | { readonly verb: 'messages.edit'; readonly input: EditMessageInput }
  | {
      readonly verb: 'messages.retract' | 'messages.hide' | 'messages.pin' | 'messages.unpin'
      readonly input: MessageInput
    }
  | { readonly verb: 'reactions.add' | 'reactions.remove'; readonly input: ReactionInput }
  | { readonly verb: 'receipts.markRead'; readonly input: MarkReadInput }

/** Why a write is not done. */
export interface OutboxFailure {
  readonly code: ClientErrorCode
  /** As in the refusal: for `forbidden` and `recipient_refused`. */
  readonly reason: string | null
  /** Whether trying again may help with nothing changed but the time. */
  readonly retryable: boolean
  /** When the server said it may be tried again; null where it said nothing. */
  readonly retryAt: Timestamp | null
}

/** A write that is not done yet: plain data, to be kept where it survives. */
export interface OutboxEntry {
  /** That of the message for a send; else one of its own. */
  readonly id: string
  /** Whose it is. */
  readonly userId: UserId
  readonly conversationId: ConversationId
  readonly write: OutboxWrite
  /** When it was written down. */
  readonly at: Timestamp
  /** Its place among the entries of its user: what has a lower one was written down before. */
  readonly position: number
  /** `queued` also while it waits for the connection or for another try. */
  readonly state: 'queued' | 'sending' | 'failed'
  /** How often it was refused for what may pass. */
  readonly attempts: number
  /** Why the last try failed; null before the first and while one is under way. */
  readonly failure: OutboxFailure | null
}

/** The message a write is about; null for marks. */
export const messageOf = ({ write }: OutboxEntry): MessageId | null => {
  if (write.verb === 'receipts.markRead') return null
  return write.verb === 'messages.send' ? write.input.id : write.input.messageId
}

/** In the order in which they were written down. */
export const inOrder = (entries: Iterable<OutboxEntry>): readonly OutboxEntry[] =>
  [...entries].toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))

/** A mark as far as it and one of the same conversation that still waits go, and that one, whose place it takes. */
export const joinedMark = (
  entry: OutboxEntry,
  others: readonly OutboxEntry[],
): readonly [joined: OutboxEntry, waiting: OutboxEntry] | null => {
  const { conversationId, write } = entry
  if (write.verb !== 'receipts.markRead') return null
  for (const other of others) {
    if (other.write.verb !== write.verb || other.conversationId !== conversationId || other.state === 'sending')
      continue
    const seq = Math.max(write.input.seq, other.write.input.seq)
    return [{ ...entry, write: { ...write, input: { conversationId, seq } } }, other]
  }
  return null
}
