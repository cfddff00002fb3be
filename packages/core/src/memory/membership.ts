import type { UserId } from '../model/ids.ts'
import type { ConversationRow, MemberRow, MemoryState } from './state.ts'
import type { WriteContext } from './write-context.ts'

/** Puts somebody among those who are, or were, members; what they were before is remembered. */
export const admit = (
  { conversationsOf }: MemoryState,
  row: ConversationRow,
  member: Omit<MemberRow, 'conversationId' | 'ordinal' | 'version'>,
): void => {
  const earlier = row.members.get(member.userId)
  if (earlier !== undefined) row.pastMembers.push(earlier)
  row.joins += 1
  row.rosterVersion += 1
  const version = (earlier?.version ?? 0) + 1
  row.members.set(member.userId, { ...member, conversationId: row.id, ordinal: row.joins, version })
  conversationsOf.set(member.userId, (conversationsOf.get(member.userId) ?? new Set()).add(row))
}

/** Makes somebody an active member as of now. */
export const join = (
  state: MemoryState,
  { row, at }: WriteContext,
  { userId, role }: Pick<MemberRow, 'userId' | 'role'>,
): void => {
  const { revision, messages } = row
  const joined = { joinedAt: at, joinedSeq: messages.length, joinedRevision: revision, revision }
  admit(state, row, { userId, role, status: 'active', ...joined, endedAt: null, endedSeq: null, endedRevision: null })
}

/** Ends a membership; that of somebody who left keeps the end it had. */
export const end = (
  context: WriteContext,
  { type, userId }: { readonly type: 'member.left' | 'member.removed'; readonly userId: UserId },
): void => {
  const { row, at } = context
  const status = type === 'member.left' ? 'left' : 'removed'
  const leaving = row.members.get(userId)?.status === 'active'
  changeMember(context, userId, {
    status,
    role: 'member',
    ...(leaving ? { endedAt: at, endedSeq: row.messages.length, endedRevision: row.revision } : {}),
  })
}

/** What they were is remembered. */
export const changeMember = ({ row }: WriteContext, userId: UserId, changed: Partial<MemberRow>): void => {
  const member = row.members.get(userId)
  if (member === undefined) return
  row.rosterVersion += 1
  row.pastMembers.push(member)
  row.members.set(userId, { ...member, ...changed, revision: row.revision, version: member.version + 1 })
}
