import type { UserId } from '../model/ids.ts'
import { activeMember, refuse } from './decision.ts'
import type { Decision, Facts } from './decision.ts'

/** Saying that one types: active members, while the conversation is open. A channel has no members. Changes nothing. */
export const decideTyping = (facts: Facts, actor: UserId): Decision => {
  const me = activeMember(facts, actor)
  if ('refusal' in me) return me
  if (facts.conversation.closed) return refuse('forbidden', 'the conversation is closed', 'closed')
  return { changes: [], guards: [] }
}
