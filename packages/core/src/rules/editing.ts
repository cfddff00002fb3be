import type { Features } from '../model/features.ts'
import type { UserId } from '../model/ids.ts'
import { refusedByBlock } from './blocking.ts'
import { refuse, rightsOf } from './decision.ts'
import type { Decision, Facts } from './decision.ts'
import { wordsOf } from './search-text.ts'
import { disabled } from './features.ts'
import { asItWas, isRetracted, manageable, seenOrHidden, writable } from './seen-message.ts'
import type { SeenMessage } from './seen-message.ts'
import { strangersAmong } from './sending.ts'

const nothing: Decision = { changes: [], guards: [] }

/** Editing my own message. The same text is no change. */
export const decideEdit = (
  slice: Facts,
  actor: UserId,
  edit: { readonly body: string; readonly mentions: readonly UserId[] },
): Decision => {
  const seen = writable(slice, actor)
  if ('refusal' in seen) return seen
  if (slice.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  if (seen.message.authorId !== actor) return refuse('forbidden', 'only its author edits a message', 'not_author')
  const blocked = refusedByBlock(slice, actor)
  if (blocked !== null) return blocked
  if (isRetracted(seen.message)) return refuse('message_retracted', 'the message was retracted')
  const strangers = strangersAmong(slice, edit.mentions)
  if (strangers !== null) return strangers
  if (seen.message.body === edit.body) return nothing
  return {
    changes: [{ type: 'message.edited', messageId: seen.message.id, ...edit, words: wordsOf(edit.body) }],
    guards: asItWas(slice, seen),
  }
}

/**
 * Taking a message back: its author, who moderates, or an admin where the host lets them. What is taken back already stays
 * so.
 */
export const decideRetract = (slice: Facts, actor: UserId, features: Features): Decision => {
  const seen = manageable(slice, actor)
  if ('refusal' in seen) return seen
  const moderating = rightsOf(slice).moderate || managesMessages(slice, seen, features)
  if (seen.message.authorId !== actor && !moderating)
    return refuse('forbidden', 'only its author retracts a message', 'not_author')
  if (!moderating && !features.retracting) return disabled('retracting')
  if (isRetracted(seen.message)) return nothing
  return { changes: [{ type: 'message.retracted', messageId: seen.message.id }], guards: asItWas(slice, seen) }
}

const managesMessages = ({ conversation }: Facts, { member }: SeenMessage, { adminsRetract }: Features): boolean =>
  adminsRetract && conversation.kind !== 'direct' && member.role === 'admin'

/** Purging: who moderates, also what they have hidden from their own view. Nobody else is ever allowed to. */
export const decidePurge = (slice: Facts, actor: UserId): Decision => {
  const { moderate } = rightsOf(slice)
  const seen = moderate ? seenOrHidden(slice, actor) : manageable(slice, actor)
  if ('refusal' in seen) return seen
  if (!moderate) return refuse('forbidden', 'only who moderates purges messages', 'moderators_only')
  return { changes: [{ type: 'message.purged', messageId: seen.message.id }], guards: asItWas(slice, seen) }
}

/** Hiding from my own view: whoever may see a message. */
export const decideHide = (slice: Facts, actor: UserId): Decision => {
  const seen = seenOrHidden(slice, actor)
  if ('refusal' in seen) return seen
  if (seen.message.hidden) return nothing
  return {
    changes: [{ type: 'message.hidden', messageId: seen.message.id }],
    guards: [{ on: 'member', userId: actor, version: seen.member.version }],
  }
}

/** Pinning and unpinning: admins, in a direct both. */
export const decidePin = (slice: Facts, actor: UserId, type: 'message.pinned' | 'message.unpinned'): Decision => {
  const seen = manageable(slice, actor)
  if ('refusal' in seen) return seen
  if (slice.conversation.kind !== 'direct' && seen.member.role !== 'admin')
    return refuse('forbidden', 'only admins pin messages here', 'admins_only')
  const blocked = refusedByBlock(slice, actor)
  if (blocked !== null) return blocked
  if (isRetracted(seen.message))
    return type === 'message.unpinned' ? nothing : refuse('message_retracted', 'the message was retracted')
  return { changes: [{ type, messageId: seen.message.id }], guards: asItWas(slice, seen) }
}
