import type { UserId } from '@msg/core'
import { someTime } from './outcome.ts'
import { memberIn } from './state.ts'
import type { OracleEntry, OracleState } from './state.ts'
import { memberView, messageView, receiptView, stateFor, stateView } from './views.ts'

/** Up to so many members, a receipt is everybody's business. */
const wide = 100

/**
 * What someone who was away since the log had `mark` entries must be told, by the table of who gets what: the shared changes
 * of their latest membership from its joining to its end, and receipts while they were in. A return begins anew: what
 * happened in an earlier membership is not told again, because the return itself says "load this conversation". Who was
 * removed is told so, and nothing else. What somebody has hidden is told to their other devices only.
 */
export const changesSince = (state: OracleState, userId: UserId, mark: number): readonly unknown[] =>
  state.log
    .slice(mark)
    .filter((entry) => concerns(entry, userId))
    .map((entry) => changeView(entry, userId))

const concerns = ({ type, conversation, revision, moment, actor }: OracleEntry, userId: UserId): boolean => {
  if (type === 'message.hidden') return actor === userId
  const member = memberIn(conversation, userId)
  if (member === undefined || moment < member.joinedRevision) return false
  if (member.status === 'removed') return revision === member.revision
  const end = member.endedRevision ?? Infinity
  if (revision !== null) return revision <= end
  return moment < end && (actor === userId || conversation.members.length <= wide)
}

const changeView = (entry: OracleEntry, userId: UserId) => {
  const { type, conversation, revision, actor } = entry
  return { type, conversationId: conversation.id, revision, actor, at: someTime, subject: subjectOf(entry, userId) }
}

/** The current whole state of what changed, not that of its time; to someone who left, that of the moment they left at. */
const subjectOf = (entry: OracleEntry, userId: UserId): unknown => {
  const { type, conversation, actor, about } = entry
  if (type === 'message.hidden') return { conversationId: conversation.id, messageId: about, userId: actor }
  const viewer = memberIn(conversation, userId)
  const gone = viewer?.status === 'left' ? viewer : undefined
  const message = conversation.messages.find(({ id }) => id === about)
  if (message !== undefined) return messageView(conversation, message, gone?.endedRevision ?? Infinity)
  if (type === 'receipt.advanced') return receiptSeen(entry, gone?.endedSeq ?? Infinity)
  const members = gone?.atEnd?.members ?? conversation.members
  const member = members.find((one) => one.userId === about)
  if (member !== undefined) return memberView(conversation, member)
  return gone === undefined ? stateView(conversation) : stateFor(conversation, gone)
}

/** A watermark; to someone who left, no further than they see. */
const receiptSeen = ({ conversation, actor }: OracleEntry, until: number): unknown => {
  const reader = memberIn(conversation, actor)
  if (reader === undefined) return null
  const { readSeq, deliveredSeq, ...rest } = receiptView(conversation, reader)
  return { ...rest, readSeq: Math.min(readSeq, until), deliveredSeq: Math.min(deliveredSeq, until) }
}
