import type { UserId } from '../model/ids.ts'
import type { AdvanceDraft, Slice } from '../ports/store.ts'
import { activeMember } from './decision.ts'
import type { Decision } from './decision.ts'

/** Marking as read or delivered: active members. The store keeps the higher watermark, so no guard but membership is needed. */
export const decideAdvance = (slice: Slice, actor: UserId, advance: AdvanceDraft): Decision => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  return { changes: [advance], guards: [{ on: 'member', userId: actor, version: me.version }] }
}
