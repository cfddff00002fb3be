import type { ConversationId, MessageId, Timestamp, UserId } from './ids.ts'

/** A message, the same for every viewer: the subject of message changes. */
export interface Message {
  readonly id: MessageId
  readonly conversationId: ConversationId
  /** Its dense number in its conversation: 1, 2, 3… The one order; clocks are decoration. */
  readonly seq: number
  /** The conversation revision at which this message last changed. */
  readonly revision: number
  readonly authorId: UserId
  /** What kind of message it is: `message`, or a host's own word such as `submission_created`. */
  readonly verb: string
  /** The text, byte for byte as it was accepted. */
  readonly body: string
  readonly createdAt: Timestamp
}
