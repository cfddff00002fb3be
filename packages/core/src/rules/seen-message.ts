import type { UserId } from '../model/ids.ts'
import type { Guard, MemberFacts, MessageFacts, Slice } from '../ports/store.ts'
import { activeMember, notFound, visibleMember } from './decision.ts'
import type { Refused } from './decision.ts'

/** A message the actor may see, with the actor's membership. */
export interface SeenMessage {
  readonly member: MemberFacts
  readonly message: MessageFacts
}

/** What hiding starts with: the message exists and the actor may see it, or has hidden it before. */
export const seenOrHidden = (slice: Slice, actor: UserId): SeenMessage | Refused => {
  const member = visibleMember(slice, actor)
  const message = slice.message ?? null
  if (member === null || message === null) return { refusal: notFound() }
  return message.seq > (member.endedSeq ?? Infinity) ? { refusal: notFound() } : { member, message }
}

/** What every other act on a message starts with: it exists and the actor sees it. */
export const seenMessage = (slice: Slice, actor: UserId): SeenMessage | Refused => {
  const seen = seenOrHidden(slice, actor)
  return 'message' in seen && seen.message.hidden ? { refusal: notFound() } : seen
}

/** The same for whoever changes something for everybody: an active member. */
export const actionable = (slice: Slice, actor: UserId): SeenMessage | Refused => {
  const seen = seenMessage(slice, actor)
  if ('refusal' in seen) return seen
  const member = activeMember(slice, actor)
  return 'refusal' in member ? member : seen
}

/** Guards on all that a decision on a message was read from. */
export const asItWas = (slice: Slice, { member, message }: SeenMessage): readonly Guard[] => [
  { on: 'settings', version: slice.conversation.settingsVersion },
  { on: 'member', userId: member.userId, version: member.version },
  { on: 'message', messageId: message.id, version: message.version },
]

/** Whether its author took it back. */
export const isRetracted = ({ body }: MessageFacts): boolean => body === null
