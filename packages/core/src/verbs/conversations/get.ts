import type { Conversation } from '../../model/conversation.ts'
import type { ConversationId } from '../../model/ids.ts'
import { isAdmitted, notFound, rightsOf } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { ConversationInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { factsOf, rightsIn } from '../rights.ts'

const read = inputOf({ conversationId: id })

export const getConversation: Verb<ConversationInput, Conversation> = async (context, input) =>
  conversationOf(context, read(input).conversationId)

/** A conversation as I see it. @throws not_found */
export const conversationOf = async (context: Context, conversationId: ConversationId): Promise<Conversation> => {
  const { store, me } = context
  const { features } = context.host
  const own = await store.conversation(me, conversationId)
  if (own !== null) return withPermissions(own, { features, rights: await rightsIn(context, own) })
  const facts = await factsOf(context, { conversationId })
  const admitted = facts !== null && isAdmitted(facts, me)
  const whole = admitted ? await store.conversation({ userId: me, admitted }, conversationId) : null
  if (facts === null || whole === null) throw notFound()
  return withPermissions(whole, { features, rights: rightsOf(facts) })
}
