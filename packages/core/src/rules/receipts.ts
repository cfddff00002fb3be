import type { UserId } from '../model/ids.ts'
import type { Slice } from '../ports/store.ts'
import { activeMember } from './decision.ts'
import type { Decision } from './decision.ts'

/** Marking as read: active members. The store keeps the higher watermark, so no guard but membership is needed. */
export const decideMarkRead = (slice: Slice, actor: UserId, seq: number): Decision => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  return {
    changes: [{ type: 'receipt.advanced', readSeq: seq }],
    guards: [{ on: 'member', userId: actor, version: me.version }],
  }
}
