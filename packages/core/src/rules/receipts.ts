import type { UserId } from '../model/ids.ts'
import type { AdvanceDraft } from '../ports/store.ts'
import { activeMember, readingGuards, visibleMember } from './decision.ts'
import type { Decision, Facts } from './decision.ts'

/**
 * Marking as read or delivered: whoever reads on, member or not. The store keeps the higher watermark, so no guard is needed
 * but on what lets them see it.
 */
export const decideAdvance = (slice: Facts, actor: UserId, advance: AdvanceDraft): Decision => {
  const reader = visibleMember(slice, actor)
  const me = reader?.until === Infinity ? reader : activeMember(slice, actor)
  if ('refusal' in me) return me
  return { changes: [advance], guards: readingGuards(slice, me) }
}
