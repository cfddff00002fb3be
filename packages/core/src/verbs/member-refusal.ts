import type { MsgError } from '../errors.ts'
import type { ConversationId } from '../model/ids.ts'
import { activeMember, notFound } from '../rules/decision.ts'
import type { Context } from './context.ts'
import { factsOf } from './rights.ts'

/** Who sees the conversation is told that they are no member; nobody else learns that there is anything. */
export const memberRefusal = async (context: Context, conversationId: ConversationId): Promise<MsgError> => {
  const facts = await factsOf(context, { conversationId })
  const member = facts === null ? null : activeMember(facts, context.me)
  return member !== null && 'refusal' in member ? member.refusal : notFound()
}
