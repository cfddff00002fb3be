import { peopleOf } from '../delivery/mentioned-profiles.ts'
import { MsgError } from '../errors.ts'
import { isErased, isService } from '../model/ids.ts'
import type { UserId } from '../model/ids.ts'
import { blockedByMe, recipientRefused } from '../rules/blocking.ts'
import type { Decided } from '../rules/decision.ts'
import type { Context } from './context.ts'

/** Never existed, or is not active. */
export const noSuchUser = (): MsgError => new MsgError('not_found', 'there is no such user')

/**
 * Whether I may start a conversation with these users, or invite them. A service may invite any active user. `toBlocked` is what I am told where one of them has
 * blocked me: by default the same as of anybody who may not be contacted.
 * @throws not_found when one does not exist or is not active; recipient_refused when the directory says no, or one of us has
 * blocked the other
 */
export const admitUsers = async (
  { directory, store, me }: Context,
  userIds: readonly UserId[],
  toBlocked: () => MsgError = () => recipientRefused().refusal,
): Promise<void> => {
  if (userIds.length === 0) return
  if (userIds.some(isErased)) throw noSuchUser()
  const [profiles, blocks] = await Promise.all([peopleOf(directory, userIds), store.blocksBetween(me, userIds)])
  const active = new Set(profiles.filter((profile) => profile.isActive).map((profile) => profile.id))
  if (userIds.some((userId) => !active.has(userId))) throw noSuchUser()
  if (isService(me)) return
  if (blocks.some(({ blocker }) => blocker === me)) throw blockedByMe().refusal
  if (blocks.length > 0) throw toBlocked()
  const allowed = await Promise.all(userIds.map((userId) => directory.canContact(me, userId)))
  if (allowed.includes(false)) throw recipientRefused().refusal
}

/** Whom a decision brings in. */
export const addedBy = ({ changes }: Decided): readonly UserId[] =>
  changes.flatMap((change) => (change.type === 'member.added' ? [change.userId] : []))
