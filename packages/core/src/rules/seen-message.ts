import type { UserId } from '../model/ids.ts'
import type { Guard, MessageFacts, Slice } from '../ports/store.ts'
import { notFound, rightsOf, visibleMember, writer } from './decision.ts'
import type { Facts, Party, Refused } from './decision.ts'

/** A message the actor may see, and what the actor is there. */
export interface SeenMessage {
  readonly member: Party
  readonly message: MessageFacts
}

/** What hiding starts with: the message exists and the actor may see it, or has hidden it before. */
export const seenOrHidden = (slice: Facts, actor: UserId): SeenMessage | Refused => {
  const member = visibleMember(slice, actor)
  const message = slice.message ?? null
  if (member === null || message === null) return { refusal: notFound() }
  return message.seq > member.until ? { refusal: notFound() } : { member, message }
}

/** What every other act on a message starts with: it exists and the actor sees it. */
export const seenMessage = (slice: Facts, actor: UserId): SeenMessage | Refused => {
  const seen = seenOrHidden(slice, actor)
  return 'message' in seen && seen.message.hidden ? { refusal: notFound() } : seen
}

/** The same for whoever may write there: an active member, in a channel who may post. */
export const writable = (slice: Facts, actor: UserId): SeenMessage | Refused => {
  const seen = seenMessage(slice, actor)
  if ('refusal' in seen) return seen
  const member = writer(slice, actor)
  return 'refusal' in member ? member : seen
}

/** The same for what does not take a post: in a channel whoever may view it does. */
export const actionable = (slice: Facts, actor: UserId): SeenMessage | Refused =>
  slice.conversation.kind === 'channel' ? seenMessage(slice, actor) : writable(slice, actor)

/** The same for what an admin does: who moderates needs not to be a member. */
export const manageable = (slice: Facts, actor: UserId): SeenMessage | Refused =>
  rightsOf(slice).moderate ? seenMessage(slice, actor) : actionable(slice, actor)

/** Guards on all that a decision on a message was read from. */
export const asItWas = (slice: Slice, { member, message }: SeenMessage): readonly Guard[] => [
  { on: 'settings', version: slice.conversation.settingsVersion },
  { on: 'member', userId: member.userId, version: member.version },
  { on: 'message', messageId: message.id, version: message.version },
]

/** Whether its author took it back. */
export const isRetracted = ({ body }: MessageFacts): boolean => body === null
