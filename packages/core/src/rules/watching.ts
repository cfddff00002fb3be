import type { MsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import { notFound, refuse, visibleMember } from './decision.ts'
import type { Facts } from './decision.ts'

/** Watching a conversation: whoever sees its present. Who left sees but its past. */
export const refusalOfWatching = (facts: Facts, actor: UserId): MsgError | null => {
  const party = visibleMember(facts, actor)
  if (party === null) return notFound()
  return party.until === Infinity ? null : refuse('not_a_member', 'you have left this conversation').refusal
}
