import type { UserId } from '../model/ids.ts'
import type { Guard, MemberFacts, MessageFacts, Slice } from '../ports/store.ts'
import { activeMember, notFound, visibleMember } from './decision.ts'
import type { Refused } from './decision.ts'

/** A message the actor may see, with the actor's membership. */
export interface SeenMessage {
  readonly member: MemberFacts
  readonly message: MessageFacts
}

/** What every act on a message starts with: it exists and the actor may know of it, even where they have hidden it. */
export const knownMessage = (slice: Slice, actor: UserId): SeenMessage | Refused => {
  const member = visibleMember(slice, actor)
  const message = slice.message ?? null
  if (member === null || message === null) return { refusal: notFound() }
  return message.seq > (member.endedSeq ?? Infinity) ? { refusal: notFound() } : { member, message }
}

/** The same for whoever changes something for everybody: an active member, who has not hidden it. */
export const actionable = (slice: Slice, actor: UserId): SeenMessage | Refused => {
  const seen = knownMessage(slice, actor)
  if ('refusal' in seen) return seen
  if (seen.message.hidden) return { refusal: notFound() }
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
