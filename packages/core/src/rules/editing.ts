import type { UserId } from '../model/ids.ts'
import type { Slice } from '../ports/store.ts'
import { refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import { wordsOf } from './search-text.ts'
import { actionable, asItWas, isRetracted, seenOrHidden } from './seen-message.ts'
import { strangersAmong } from './sending.ts'

const nothing: Decision = { changes: [], guards: [] }

/** Editing my own message. The same text is no change. */
export const decideEdit = (
  slice: Slice,
  actor: UserId,
  edit: { readonly body: string; readonly mentions: readonly UserId[] },
): Decision => {
  const seen = actionable(slice, actor)
  if ('refusal' in seen) return seen
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  if (seen.message.authorId !== actor) return refuse('forbidden', 'only its author edits a message', 'not_author')
  if (isRetracted(seen.message)) return refuse('message_retracted', 'the message was retracted')
  const strangers = strangersAmong(slice, edit.mentions)
  if (strangers !== null) return strangers
  if (seen.message.body === edit.body) return nothing
  return {
    changes: [{ type: 'message.edited', messageId: seen.message.id, ...edit, words: wordsOf(edit.body) }],
    guards: asItWas(slice, seen),
  }
}

/** Taking my own message back. What is taken back already stays so. */
export const decideRetract = (slice: Slice, actor: UserId): Decision => {
  const seen = actionable(slice, actor)
  if ('refusal' in seen) return seen
  if (seen.message.authorId !== actor) return refuse('forbidden', 'only its author retracts a message', 'not_author')
  if (isRetracted(seen.message)) return nothing
  return { changes: [{ type: 'message.retracted', messageId: seen.message.id }], guards: asItWas(slice, seen) }
}

/** Hiding from my own view: whoever may see a message. */
export const decideHide = (slice: Slice, actor: UserId): Decision => {
  const seen = seenOrHidden(slice, actor)
  if ('refusal' in seen) return seen
  if (seen.message.hidden) return nothing
  return {
    changes: [{ type: 'message.hidden', messageId: seen.message.id }],
    guards: [{ on: 'member', userId: actor, version: seen.member.version }],
  }
}

/** Pinning and unpinning: admins, in a direct both. */
export const decidePin = (slice: Slice, actor: UserId, type: 'message.pinned' | 'message.unpinned'): Decision => {
  const seen = actionable(slice, actor)
  if ('refusal' in seen) return seen
  if (slice.conversation.kind !== 'direct' && seen.member.role !== 'admin')
    return refuse('forbidden', 'only admins pin messages here', 'admins_only')
  if (isRetracted(seen.message))
    return type === 'message.unpinned' ? nothing : refuse('message_retracted', 'the message was retracted')
  return { changes: [{ type, messageId: seen.message.id }], guards: asItWas(slice, seen) }
}
