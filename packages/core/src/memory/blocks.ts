import type { UserId } from '../model/ids.ts'
import type { BlockRecord, BlocksQuery } from '../ports/store.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** The blocks between a user and others, both ways. */
export const blocksAmong = (
  { blocks }: MemoryState,
  userId: UserId,
  others: readonly UserId[],
): readonly BlockRecord[] =>
  blocks.filter(
    ({ blocker, blocked }) =>
      (blocker === userId && others.includes(blocked)) || (blocked === userId && others.includes(blocker)),
  )

/** Whom a user has blocked, latest first. */
export const blocksPage = (
  { blocks }: MemoryState,
  userId: UserId,
  { below = Infinity, limit }: BlocksQuery,
): readonly BlockRecord[] =>
  blocks
    .filter(({ blocker, number }) => blocker === userId && number < below)
    .toReversed()
    .slice(0, limit)

/** Everybody a user has blocked. */
export const blockedBy = ({ blocks }: MemoryState, userId: UserId): ReadonlySet<UserId> =>
  new Set(blocks.filter(({ blocker }) => blocker === userId).map(({ blocked }) => blocked))

/** Who of a direct's two has blocked the other. */
export const blockersIn = (state: MemoryState, { kind, members }: ConversationRow): readonly UserId[] => {
  const [one, other] = [...members.keys()]
  if (kind !== 'direct' || one === undefined || other === undefined) return []
  return blocksAmong(state, one, [other]).map(({ blocker }) => blocker)
}

/** Makes a block, or takes it away; false when it is so already. */
export const setBlock = (
  state: MemoryState,
  { blocker, blocked }: Pick<BlockRecord, 'blocker' | 'blocked'>,
  since: string | null,
): boolean => {
  const rest = state.blocks.filter((block) => block.blocker !== blocker || block.blocked !== blocked)
  if (rest.length < state.blocks.length === (since !== null)) return false
  if (since !== null) state.blockings += 1
  state.blocks = since === null ? rest : [...rest, { blocker, blocked, at: since, number: state.blockings }]
  return true
}
