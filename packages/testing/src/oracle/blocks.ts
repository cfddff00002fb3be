import type { UserId } from '@msg/core'
import { refused } from './outcome.ts'
import type { Expected } from './outcome.ts'
import type { OracleBlock, OracleConversation, OracleState } from './state.ts'

/** A block between two; theirs by `userId` first, which is told its reason. */
export const blockBetween = (
  { blocks }: Pick<OracleState, 'blocks'>,
  userId: UserId,
  other: UserId,
): OracleBlock | undefined =>
  blocks.find(({ blocker, blocked }) => blocker === userId && blocked === other) ??
  blocks.find(({ blocker, blocked }) => blocker === other && blocked === userId)

/** A block between the two of a direct. */
export const blockIn = (state: OracleState, { kind, members }: OracleConversation): OracleBlock | undefined => {
  const [one, other] = members
  return kind !== 'direct' || one === undefined || other === undefined
    ? undefined
    : blockBetween(state, one.userId, other.userId)
}

/** Why nobody writes in a direct with a block; null where there is none. */
export const refusedByBlock = (
  state: OracleState,
  conversation: OracleConversation,
  actor: UserId,
): Expected | null => {
  const partner = conversation.members.find(({ userId }) => userId !== actor)
  const block = conversation.kind === 'direct' ? blockBetween(state, actor, partner?.userId ?? '') : undefined
  if (block === undefined) return null
  return block.blocker === actor ? refused('recipient_refused', 'blocked') : refused('recipient_refused')
}

/** Why somebody may not start anything with these users; null where they may. `toBlocked` is what who was blocked is told. */
export const notAdmitted = (
  state: OracleState,
  { actor, userIds }: { readonly actor: UserId; readonly userIds: readonly UserId[] },
  toBlocked: Expected = refused('recipient_refused'),
): Expected | null => {
  const { nobodies, mayContact } = state.people
  if (userIds.some((userId) => nobodies.includes(userId))) return refused('not_found')
  const blocks = userIds.flatMap((userId) => blockBetween(state, actor, userId) ?? [])
  if (blocks.some(({ blocker }) => blocker === actor)) return refused('recipient_refused', 'blocked')
  if (blocks.length > 0) return toBlocked
  return userIds.every((userId) => mayContact(actor, userId)) ? null : refused('recipient_refused')
}
