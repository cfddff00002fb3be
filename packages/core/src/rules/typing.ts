import type { MsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { Slice } from '../ports/store.ts'
import { activeMember, refuse } from './decision.ts'

/** Who may say that they type: active members, while the conversation is open. The refusal, or null. */
export const refusalOfTyping = (slice: Slice, actor: UserId): MsgError | null => {
  const me = activeMember(slice, actor)
  if ('refusal' in me) return me.refusal
  return slice.conversation.closed ? refuse('forbidden', 'the conversation is closed', 'closed').refusal : null
}
