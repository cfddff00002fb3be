import type { ConversationState } from '../model/conversation.ts'
import type { UserId } from '../model/ids.ts'
import type { Member } from '../model/member.ts'
import type { ConversationRow, MemberRow } from './state.ts'

/** A conversation's own state, now or as of a revision. */
export const stateOf = (row: ConversationRow, asOf: number | null = null): ConversationState => {
  const now = {
    id: row.id,
    kind: row.kind,
    title: row.title,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    invitePolicy: row.invitePolicy,
    visibility: row.visibility,
    joinPolicy: row.joinPolicy,
    target: row.target,
    closedAt: row.closedAt,
    revision: row.stateRevision,
  }
  return (asOf === null || now.revision <= asOf ? now : latest(row.pastStates, asOf)) ?? now
}

/** A membership, now or as of a revision; null when there was none. */
export const memberAt = (row: ConversationRow, userId: UserId, asOf: number | null = null): MemberRow | null => {
  const now = row.members.get(userId)
  if (now === undefined || asOf === null || now.revision <= asOf) return now ?? null
  return latest(
    row.pastMembers.filter((member) => member.userId === userId),
    asOf,
  )
}

/** All who ever were members, as of a revision. */
export const membersAt = (row: ConversationRow, asOf: number): readonly MemberRow[] =>
  [...row.members.keys()].flatMap((userId) => memberAt(row, userId, asOf) ?? [])

const latest = <State extends { readonly revision: number }>(states: readonly State[], asOf: number): State | null =>
  states.findLast(({ revision }) => revision <= asOf) ?? null

/** A membership as everybody sees it. */
export const memberOf = (row: MemberRow): Member => ({
  conversationId: row.conversationId,
  userId: row.userId,
  role: row.role,
  status: row.status,
  joinedAt: row.joinedAt,
  joinedSeq: row.joinedSeq,
  endedAt: row.endedAt,
  endedSeq: row.endedSeq,
  revision: row.revision,
})
