import type { UserId } from '@msg/core'
import { someTime } from './outcome.ts'
import { memberIn, readerIn } from './state.ts'
import type { OracleConversation, OracleEntry, OracleMoment, OracleState } from './state.ts'
import { clearedView, memberView, messageView, mutedView, receiptView, stateFor } from './views.ts'

/** Up to so many members, a receipt is everybody's business. */
const wide = 100

/**
 * What someone who was away since the log had `mark` entries must be told, by the table of who gets what: the shared changes
 * of their latest membership from its joining to its end, and receipts while they were in, but of whom they have blocked. A
 * return begins anew: what happened in an earlier membership is not told again, because the return itself says "load this
 * conversation". Who was removed is told so, and nothing else. What somebody does for themselves is told to their other
 * devices only.
 */
export const changesSince = (state: OracleState, userId: UserId, mark: number): readonly unknown[] =>
  state.log
    .slice(mark)
    .filter((entry) => concerns(state, entry, userId))
    .map((entry) => changeView(state, entry, userId))

const concerns = (state: OracleState, entry: OracleEntry, userId: UserId): boolean => {
  const { type, audience, conversation, revision, moment, actor } = entry
  if (audience === 'actor') return actor === userId
  const member = conversation === null ? undefined : memberIn(conversation, userId)
  if (conversation === null || member === undefined || moment < member.joinedRevision) return false
  if (member.status === 'removed') return revision === member.revision
  const end = member.endedRevision ?? Infinity
  if (revision !== null) return revision <= end || type === 'conversation.deleted'
  if (state.blocks.some(({ blocker, blocked }) => blocker === userId && blocked === actor)) return false
  return moment < end && (actor === userId || conversation.members.length <= wide)
}

const changeView = (state: OracleState, entry: OracleEntry, userId: UserId) => {
  const { type, conversation, revision, actor, about } = entry
  const subject =
    conversation === null ? blockNow(state, actor, about) : subjectOf(conversation, { ...entry, viewer: userId })
  return { type, conversationId: conversation?.id ?? null, revision, actor, at: someTime, subject }
}

/** Whether somebody blocks somebody now. */
const blockNow = ({ blocks }: OracleState, actor: UserId, about: string | null) => ({
  userId: about,
  at: blocks.some(({ blocker, blocked }) => blocker === actor && blocked === about) ? someTime : null,
})

type Told = Pick<OracleEntry, 'type' | 'actor' | 'about'> & { readonly viewer: UserId }

/** The current whole state of what changed, not that of its time; to someone who left, that of the moment they left at. */
const subjectOf = (conversation: OracleConversation, { type, actor, about, viewer }: Told): unknown => {
  const { id: conversationId, deleted, messages, members } = conversation
  if (type === 'conversation.deleted') return { conversationId }
  if (deleted && type !== 'member.removed') return 'gone'
  const mine = { userId: actor, reader: readerIn(conversation, actor) }
  if (type === 'message.hidden') return { conversationId, messageId: about, userId: actor }
  if (type === 'inbox.cleared') return clearedView(conversation, mine)
  if (type === 'inbox.muted') return mutedView(conversation, mine)
  const membership = memberIn(conversation, viewer)
  const end = membership?.status === 'left' ? membership.atEnd : null
  if (type === 'receipt.advanced') return receiptSeen(receiptView(conversation, mine), end)
  const message = messages.find(({ id }) => id === about)
  if (message !== undefined) return messageView(conversation, message, end?.revision ?? Infinity)
  const member = (end?.members ?? members).find((one) => one.userId === about)
  return member === undefined ? stateFor(conversation, { end }) : memberView(conversation, member)
}

/** A watermark; to someone who left, no further than they see. */
const receiptSeen = (
  { readSeq, deliveredSeq, ...rest }: ReturnType<typeof receiptView>,
  end: OracleMoment | null,
): unknown => {
  const seq = end?.seq ?? Infinity
  return { ...rest, readSeq: Math.min(readSeq, seq), deliveredSeq: Math.min(deliveredSeq, seq) }
}
