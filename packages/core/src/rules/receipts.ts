import type { UserId } from '../model/ids.ts'
import { activeMember, visibleMember } from './decision.ts'
import type { Decision, Facts } from './decision.ts'

/**
 * Marking as read: whoever reads on, member or not. The store keeps the higher watermark, so no guard but membership is
 * needed.
 */
export const decideMarkRead = (slice: Facts, actor: UserId, seq: number): Decision => {
  const reader = visibleMember(slice, actor)
  const me = reader?.until === Infinity ? reader : activeMember(slice, actor)
  if ('refusal' in me) return me
  return {
    changes: [{ type: 'receipt.advanced', readSeq: seq }],
    guards: [{ on: 'member', userId: actor, version: me.version }],
  }
}
