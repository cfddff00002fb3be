import type { Message } from '../model/message.ts'
import type { CallOptions, MessageInput } from './call.ts'

/** Emoji on messages. */
export interface ReactionVerbs {
  /**
   * Reacts to a message; once per emoji.
   * @throws not_found, not_a_member, forbidden (`too_many`), recipient_refused, message_retracted
   */
  add(input: ReactionInput, options?: CallOptions): Promise<Message>
  /** Takes my reaction back; nothing happens when there is none. @throws not_found, not_a_member, recipient_refused, message_retracted */
  remove(input: ReactionInput, options?: CallOptions): Promise<Message>
}

/** An emoji on a message. */
export interface ReactionInput extends MessageInput {
  /** One grapheme that contains an emoji, at most 64 bytes. */
  readonly emoji: string
}
