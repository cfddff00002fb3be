import { MsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { Decided } from '../rules/decision.ts'
import type { Context } from './context.ts'

/**
 * Whether I may start a conversation with these users, or invite them.
 * @throws not_found when one does not exist or is not active; recipient_refused when the directory says no
 */
export const admitUsers = async ({ directory, me }: Context, userIds: readonly UserId[]): Promise<void> => {
  if (userIds.length === 0) return
  const profiles = await directory.get(userIds)
  const active = new Set(profiles.filter((profile) => profile.isActive).map((profile) => profile.id))
  if (userIds.some((userId) => !active.has(userId))) throw new MsgError('not_found', 'there is no such user')
  const allowed = await Promise.all(userIds.map((userId) => directory.canContact(me, userId)))
  if (allowed.includes(false)) throw new MsgError('recipient_refused', 'you may not contact this user')
}

/** Whom a decision brings in. */
export const addedBy = ({ changes }: Decided): readonly UserId[] =>
  changes.flatMap((change) => (change.type === 'member.added' ? [change.userId] : []))
