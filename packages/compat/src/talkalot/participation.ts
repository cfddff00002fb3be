import type { Conversation, MemberRole, MemberStatus, Message, Timestamp, UserId } from '@msg/core'

/** One user's standing in one conversation. */
export interface Participation {
  readonly user: UserId
  readonly conversation: Conversation
  /** What talkalot reached as `participation.conversation.latest_message`. */
  readonly latestMessage: Message | null
  readonly role: MemberRole
  readonly status: Exclude<MemberStatus, 'removed'>
  /** Nothing of others is unread; talkalot's `read_at` is set, and not before the latest message. */
  readonly isRead: boolean
  /** When the user last read on; null when they never did. */
  readonly readAt: Timestamp | null
  /** When the user last wrote here, to the minute; null when they never did. */
  readonly repliedAt: Timestamp | null
  /** When the user left; null while they take part. */
  readonly deletedAt: Timestamp | null
}

/** The participation of whom a conversation was read for; null for who never took part in it. */
export const participationOf = (user: UserId, conversation: Conversation): Participation | null => {
  const { role, status, readAt, repliedAt, endedAt, unread } = conversation.me
  if (role === null || status === 'none' || status === 'removed') return null
  return {
    user,
    conversation,
    latestMessage: conversation.lastMessage,
    role,
    status,
    isRead: unread.count === 0,
    readAt,
    repliedAt,
    deletedAt: endedAt,
  }
}
