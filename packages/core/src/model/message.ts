import type { Attachment } from './attachment.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from './ids.ts'

/** A message, the same for every viewer: the subject of message and reaction changes. */
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
  /** The text, byte for byte as it was accepted; null once retracted. */
  readonly body: string | null
  /** The message of the same conversation that this one answers. */
  readonly replyTo: MessageId | null
  /** Members this message speaks to. */
  readonly mentions: readonly UserId[]
  /** The files it carries; none once retracted. */
  readonly attachments: readonly Attachment[]
  /** In the order in which each emoji came first. */
  readonly reactions: readonly Reaction[]
  readonly createdAt: Timestamp
  /** When its text last changed; null when it never did. */
  readonly editedAt: Timestamp | null
  /** When its author took it back: what is left keeps its number, nothing else. */
  readonly retractedAt: Timestamp | null
  readonly pinnedAt: Timestamp | null
  readonly pinnedBy: UserId | null
}

/** Which messages are meant: those that fit every field given. */
export interface MessageFilter {
  /** A user, or a service. */
  readonly authorId?: UserId
  /** Only messages of this verb. */
  readonly verb?: string
  /** Only messages of this time and later. */
  readonly createdFrom?: Timestamp
  /** Only messages before this time. */
  readonly createdTo?: Timestamp
}

/** Who reacted to a message with one emoji. */
export interface Reaction {
  /** One grapheme that contains an emoji. */
  readonly emoji: string
  readonly count: number
  /** The first of them, at most 100. */
  readonly userIds: readonly UserId[]
}

/** One text a message has had. */
export interface Revision {
  readonly body: string
  /** When it became the text. */
  readonly at: Timestamp
}

/** What is left of a message that was purged: where it was. The subject of `message.purged`. */
export interface Purged {
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly seq: number
}

/** A message I have hidden from my own view: the subject of `message.hidden`. */
export interface Hidden {
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly userId: UserId
}
