/** What a change makes of a conversation as its viewer sees it. */
import { countCap } from '@msg/core'
import type { Change, Conversation, ConversationState, Count, Message, Receipt, UserId } from '@msg/core'

/** A conversation after a change. */
export interface Changed {
  readonly conversation: Conversation
  /** Whether something changed that only the server can tell anew: who may do what, how many there are. */
  readonly stale: boolean
}

/** Takes a change in: any number of times, early or late, and as if it was only once. */
export const changed = (conversation: Conversation, change: Change, me: UserId): Changed => {
  const { type, subject } = change
  if (change.conversationId === null) return { conversation, stale: concerns(conversation, change) }
  if (change.conversationId !== conversation.id) return { conversation, stale: false }
  if (subject === 'gone') return { conversation, stale: true }
  if ('messageId' in subject) return { conversation, stale: true }
  if ('seq' in subject) {
    const next = type === 'message.sent' ? withSent(conversation, subject, me) : withMessage(conversation, subject)
    return { conversation: next, stale: type === 'message.retracted' && isUnread(conversation, subject, me) }
  }
  if ('readSeq' in subject)
    return subject.userId === me ? withReceipt(conversation, subject) : { conversation, stale: false }
  // Who may do what, how many there are, what is left to see: only the server can tell.
  return { conversation: 'kind' in subject ? withState(conversation, subject) : conversation, stale: true }
}

/** Who keeps whom away decides what may be done in the direct of the two. */
const concerns = ({ kind, memberIds }: Conversation, { subject }: Change): boolean =>
  kind === 'direct' && subject !== 'gone' && 'userId' in subject && memberIds.includes(subject.userId)

const isUnread = ({ me: { readSeq } }: Conversation, { seq, authorId }: Message, me: UserId): boolean =>
  seq > readSeq && authorId !== me

const withSent = (conversation: Conversation, message: Message, me: UserId): Conversation => {
  if (message.seq <= conversation.lastSeq) return withMessage(conversation, message)
  const counts = isUnread(conversation, message, me) && message.retractedAt === null
  const { unread, repliedAt } = conversation.me
  return {
    ...conversation,
    lastSeq: message.seq,
    lastMessage: message,
    me: {
      ...conversation.me,
      unread: counts ? oneMore(unread) : unread,
      repliedAt: message.authorId === me ? laterMinute(repliedAt, message.createdAt) : repliedAt,
    },
  }
}

const oneMore = ({ count, capped }: Count): Count =>
  count < countCap ? { count: count + 1, capped } : { count, capped: true }

/** As the server keeps it: the first time within the last minute. */
const laterMinute = (known: string | null, at: string): string =>
  known === null || known.slice(0, minute) < at.slice(0, minute) ? at : known

const minute = 'yyyy-mm-ddThh:mm'.length

const withMessage = (conversation: Conversation, message: Message): Conversation => {
  const { lastMessage } = conversation
  const later = lastMessage?.id === message.id && message.revision > lastMessage.revision
  return later ? { ...conversation, lastMessage: message } : conversation
}

const withReceipt = (conversation: Conversation, receipt: Receipt): Changed => {
  const { me, lastSeq } = conversation
  const reads = receipt.readSeq > me.readSeq
  if (!reads && receipt.deliveredSeq <= me.deliveredSeq) return { conversation, stale: false }
  const allRead = receipt.readSeq >= lastSeq
  return {
    conversation: {
      ...conversation,
      me: {
        ...me,
        deliveredSeq: Math.max(me.deliveredSeq, receipt.deliveredSeq),
        ...(reads ? { readSeq: receipt.readSeq, readAt: receipt.readAt } : {}),
        ...(reads && allRead ? { unread: { count: 0, capped: false } } : {}),
      },
    },
    stale: reads && !allRead,
  }
}

const withState = (conversation: Conversation, state: ConversationState): Conversation =>
  state.revision > conversation.revision ? { ...conversation, ...state } : conversation
