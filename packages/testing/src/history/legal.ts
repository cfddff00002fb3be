/** Whether the changes of a conversation, in the order of the log, could have been made one after the other by the rules. */
import type { Change, ConversationKind, MemberRole, MemberStatus, UserId } from '@msg/core'

/** A conversation at the point where the replay begins. */
export interface Beginning {
  readonly kind: ConversationKind
  /** The active members. */
  readonly roles: ReadonlyMap<UserId, MemberRole>
}

interface Replay {
  readonly kind: ConversationKind
  readonly roles: Map<UserId, MemberRole>
  /** What became of those whose end the replay has seen. */
  readonly ended: Map<UserId, MemberStatus>
  readonly retracted: Set<string>
  readonly pinned: Map<string, boolean>
  /** Whose leaving has to be followed by a new admin. */
  handover: UserId | null
}

/**
 * The first change that no rule allows where it stands, in words; null when all are legal. `changes` has all shared ones, in
 * order. Of a member whose row went with its conversation nobody can say any more who became what: judging ends there.
 */
export const firstIllegal = ({ kind, roles }: Beginning, changes: readonly Change[]): string | null => {
  const rest = { ended: new Map(), retracted: new Set<string>(), pinned: new Map(), handover: null }
  const replay: Replay = { kind, roles: new Map(roles), ...rest }
  for (const change of changes) {
    if (change.subject === 'gone' && change.type.startsWith('member.')) return null
    const why = change.revision === null || change.subject === 'gone' ? null : illegal(replay, change)
    if (why !== null) return `${change.type} at revision ${change.revision} by ${change.actor}: ${why}`
  }
  return replay.handover === null ? null : `nobody took over when ${replay.handover} left`
}

/** Why a change is not allowed here; takes note of it when it is. */
const illegal = (replay: Replay, change: Change): string | null => {
  const { type, actor, subject } = change
  if (subject === 'gone' || type === 'conversation.created' || type === 'conversation.deleted') return null
  if (replay.handover !== null) return takesOver(replay, change)
  const role = replay.roles.get(actor)
  if (role === undefined && !isJoining(replay, change)) return 'the actor is no member'
  if ('status' in subject) return onMember(replay, change.type, { actor, userId: subject.userId })
  if ('authorId' in subject) return onMessage(replay, change.type, { actor, ...subject })
  return role === 'admin' && replay.kind !== 'direct' ? null : 'only admins of a group do this'
}

/** A room is joined by oneself, but not after having been removed. */
const isJoining = ({ kind, ended }: Replay, { type, actor, subject }: Change): boolean =>
  kind === 'room' &&
  type === 'member.added' &&
  subject !== 'gone' &&
  subject.userId === actor &&
  ended.get(actor) !== 'removed'

const takesOver = (replay: Replay, { type, actor, subject }: Change): string | null => {
  if (actor !== replay.handover) return `nobody took over when ${replay.handover} left`
  replay.handover = null
  const userId = type === 'member.role' && subject !== 'gone' ? subject.userId : ''
  if (!replay.roles.has(userId)) return 'no member took over'
  replay.roles.set(userId, 'admin')
  return null
}

const onMember = (
  replay: Replay,
  type: Change['type'],
  { actor, userId }: { readonly actor: UserId; readonly userId: UserId },
): string | null => {
  const { kind, roles, ended } = replay
  const admin = roles.get(actor) === 'admin'
  if (kind === 'direct') return 'a direct has the members it has'
  if (type === 'member.added') {
    if (roles.has(userId)) return 'they are a member already'
    if (kind === 'room' && actor !== userId && !admin) return 'only admins invite into a room'
    if (ended.get(userId) === 'removed' && !admin) return 'only an admin brings back who was removed'
    roles.set(userId, 'member')
    ended.delete(userId)
    return null
  }
  if (type !== 'member.left' && !admin) return 'only admins do this'
  if (type === 'member.role') {
    if (!roles.has(userId)) return 'they are no member'
    roles.set(userId, roles.get(userId) === 'admin' ? 'member' : 'admin')
    return [...roles.values()].includes('admin') ? null : 'no admin is left'
  }
  if (type === 'member.left' ? actor !== userId : actor === userId) return 'one leaves, others are removed'
  if (ended.get(userId) === 'removed') return 'they are removed already'
  roles.delete(userId)
  ended.set(userId, type === 'member.left' ? 'left' : 'removed')
  if (roles.size > 0 && ![...roles.values()].includes('admin')) replay.handover = actor
  return null
}

const onMessage = (
  { kind, roles, retracted, pinned }: Replay,
  type: Change['type'],
  { actor, id, authorId }: { readonly actor: UserId; readonly id: string; readonly authorId: UserId },
): string | null => {
  const own = type === 'message.sent' || type === 'message.edited' || type === 'message.retracted'
  if (own && actor !== authorId) return 'only its author does this'
  if (retracted.has(id)) return 'the message was retracted'
  if (type === 'message.retracted') retracted.add(id)
  if (type !== 'message.pinned' && type !== 'message.unpinned') return null
  if (kind !== 'direct' && roles.get(actor) !== 'admin') return 'only admins pin'
  if (pinned.get(id) === (type === 'message.pinned')) return 'it is so already'
  pinned.set(id, type === 'message.pinned')
  return null
}
