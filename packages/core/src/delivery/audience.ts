import type { ConversationId, UserId } from '../model/ids.ts'
import type { Signal } from '../model/signal.ts'
import type { LoggedChange, Window } from '../ports/store.ts'

/**
 * Who of the connected users is in which conversation, since which revision, and whom they have blocked. Kept true by the
 * very changes that pass through it, so that a removal takes effect before anything that follows it.
 */
export interface Audience {
  /** Starts following a user, from what the store says of their memberships and of whom they have blocked. */
  add(userId: UserId, windows: readonly Window[], blocked: readonly UserId[]): void
  remove(userId: UserId): void
  has(userId: UserId): boolean
  /** The connected users who are, or were, members of a conversation. */
  inside(conversationId: ConversationId): readonly UserId[]
  /** Drops these users from a conversation, as if they had never been members of it. */
  forget(conversationId: ConversationId, userIds: readonly UserId[]): void
  /** The connected users a signal is for: the active members who {@link heeds} it. */
  hearersOf(signal: Signal): readonly UserId[]
  /** Whether a signal comes from somebody else, whom this user has not blocked. */
  heeds(userId: UserId, signal: Signal): boolean
  /** The connected users who may see this change; takes note of what it means for memberships. */
  admit(logged: LoggedChange): readonly UserId[]
}

export const createAudience = (): Audience => {
  const followed = new Map<UserId, Set<ConversationId>>()
  const members = new Map<ConversationId, Map<UserId, Window>>()
  const blockedBy = new Map<UserId, Set<UserId>>()

  const hasBlocked = (userId: UserId, other: UserId): boolean => blockedBy.get(userId)?.has(other) ?? false
  const heeds = (userId: UserId, signal: Signal): boolean =>
    signal.userId !== userId && !hasBlocked(userId, signal.userId)

  const set = (userId: UserId, window: Window): void => {
    const inside = members.get(window.conversationId) ?? new Map<UserId, Window>()
    inside.set(userId, window)
    members.set(window.conversationId, inside)
    followed.get(userId)?.add(window.conversationId)
  }
  const drop = (userId: UserId, conversationId: ConversationId): void => {
    const inside = members.get(conversationId)
    inside?.delete(userId)
    if (inside?.size === 0) members.delete(conversationId)
    followed.get(userId)?.delete(conversationId)
  }
  const open = ({ change, conversationRevision }: LoggedChange, userId: UserId): void => {
    if (!followed.has(userId)) return
    const { conversationId } = change
    if (conversationId === null) return
    set(userId, { conversationId, joinedRevision: conversationRevision, endedRevision: null })
  }
  const end = ({ change, conversationRevision }: LoggedChange, userId: UserId): void => {
    const window = members.get(change.conversationId ?? '')?.get(userId)
    if (window !== undefined) set(userId, { ...window, endedRevision: conversationRevision })
  }

  /** Who sees what happens in a conversation. */
  const witnesses = (conversationId: ConversationId, logged: LoggedChange): readonly UserId[] => {
    const { actor, type } = logged.change
    if (logged.audience === 'actor') return followed.has(actor) ? [actor] : []
    const seeing: UserId[] = []
    for (const [userId, window] of members.get(conversationId) ?? [])
      if (sees(window, logged) && !(type === 'receipt.advanced' && hasBlocked(userId, actor))) seeing.push(userId)
    return seeing
  }

  return {
    add(userId, windows, blocked) {
      followed.set(userId, new Set())
      blockedBy.set(userId, new Set(blocked))
      for (const window of windows) set(userId, window)
    },
    remove(userId) {
      for (const conversationId of followed.get(userId) ?? []) drop(userId, conversationId)
      followed.delete(userId)
      blockedBy.delete(userId)
    },
    has: (userId) => followed.has(userId),
    inside: (conversationId) => [...(members.get(conversationId)?.keys() ?? [])],
    forget(conversationId, userIds) {
      for (const userId of userIds) drop(userId, conversationId)
    },
    heeds,
    hearersOf: (signal) =>
      [...(members.get(signal.conversationId) ?? [])]
        .filter(([, { endedRevision }]) => endedRevision === null)
        .map(([userId]) => userId)
        .filter((userId) => heeds(userId, signal)),
    admit(logged) {
      const { change } = logged
      if (change.conversationId === null) {
        const owner = logged.owner ?? ''
        if (change.type === 'user.blocked' && change.subject !== 'gone')
          blockedBy.get(owner)?.add(change.subject.userId)
        if (change.type === 'user.unblocked' && change.subject !== 'gone')
          blockedBy.get(owner)?.delete(change.subject.userId)
        return [owner].filter((userId) => followed.has(userId))
      }
      for (const founder of logged.founders ?? []) open(logged, founder)
      if (change.type === 'member.added' && change.subject !== 'gone') open(logged, change.subject.userId)
      const admitted = witnesses(change.conversationId, logged)
      const removed = change.type === 'member.removed' && change.subject !== 'gone' ? change.subject.userId : null
      const told = removed === null || !followed.has(removed) || admitted.includes(removed) ? [] : [removed]
      if (change.type === 'member.left' && change.subject !== 'gone') end(logged, change.subject.userId)
      if (removed !== null) drop(removed, change.conversationId)
      return [...admitted, ...told]
    },
  }
}

/**
 * A window admits the shared changes from its first revision to its last, and others' receipts only while it is open. Who left
 * learns of the deletion too, because they may still show what they saw; who was removed (a window of one revision) does not.
 */
export const sees = (
  { joinedRevision, endedRevision }: Window,
  { change, conversationRevision }: LoggedChange,
): boolean =>
  conversationRevision >= joinedRevision &&
  (endedRevision === null ||
    (change.type === 'conversation.deleted' && endedRevision > joinedRevision) ||
    (change.revision === null ? conversationRevision < endedRevision : conversationRevision <= endedRevision))
