import type { Timestamp, UserId } from '../model/ids.ts'
import { activeMember, notFound, readingGuards, visibleMember } from './decision.ts'
import type { Decision, Facts } from './decision.ts'

/**
 * Clearing from my own view: whoever may see the conversation, as far as they see it: who comes back after leaving sees what
 * was said meanwhile.
 */
export const decideClear = (slice: Facts, actor: UserId, seq: number): Decision => {
  const me = visibleMember(slice, actor)
  if (me === null) return { refusal: notFound() }
  return {
    changes: [{ type: 'inbox.cleared', clearedSeq: Math.min(seq, me.until) }],
    guards: readingGuards(slice, me),
  }
}

/** Muting: active members, in whose inbox it is. */
export const decideMute = (slice: Facts, actor: UserId, mutedUntil: Timestamp | null): Decision => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me
  return {
    changes: [{ type: 'inbox.muted', mutedUntil }],
    guards: readingGuards(slice, me),
  }
}
