import type { UserId } from '../model/ids.ts'
import { notFound, refuse, visibleMember } from './decision.ts'
import type { Decision, Facts } from './decision.ts'

/** Watching a conversation: whoever sees its present. Who left sees but its past. Changes nothing. */
export const decideWatching = (facts: Facts, actor: UserId): Decision => {
  const party = visibleMember(facts, actor)
  if (party === null) return { refusal: notFound() }
  if (party.until !== Infinity) return refuse('not_a_member', 'you have left this conversation')
  return { changes: [], guards: [] }
}
