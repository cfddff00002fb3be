import type { UserId } from '@msg/core'
import { refused } from './outcome.ts'
import type { Expected } from './outcome.ts'
import { memberIn } from './state.ts'
import type { OracleConversation, OracleState, OracleViewer } from './state.ts'
import { followSet, logJoining } from './writing.ts'

/** Who would be brought in, or why they are not. */
export type Invited = { readonly newcomers: readonly UserId[] } | { readonly why: Expected }

/** Who an invitation into a group or a room brings in by its rules. */
export const invitedBy = (conversation: OracleConversation, me: OracleViewer, userIds: readonly UserId[]): Invited => {
  const { kind, closed, invitePolicy, visibility, joinPolicy } = conversation
  if (me.status !== 'active')
    return { why: refused(me.status === 'left' && userIds.includes(me.userId) ? 'reinvite_required' : 'not_a_member') }
  if (closed) return { why: refused('forbidden', 'closed') }
  const admin = me.role === 'admin'
  if ((kind === 'room' || invitePolicy === 'admins') && !admin) return { why: refused('forbidden', 'invite_policy') }
  const newcomers = userIds.filter((userId) => memberIn(conversation, userId)?.status !== 'active')
  const removed = newcomers.filter((userId) => memberIn(conversation, userId)?.status === 'removed')
  if (!admin && removed.length > 0) return { why: refused('forbidden', 'removed_by_admin') }
  const joinedByAll = visibility === 'public' && joinPolicy === 'open'
  return joinedByAll && removed.length < newcomers.length ? { why: refused('forbidden', 'open') } : { newcomers }
}

/** Brings them in, one by one. */
export const bringIn = (
  state: OracleState,
  conversation: OracleConversation,
  { actor, newcomers }: { readonly actor: UserId; readonly newcomers: readonly UserId[] },
): void => {
  for (const userId of newcomers) logJoining(state, conversation, { actor, userId })
  followSet(state, conversation)
}
