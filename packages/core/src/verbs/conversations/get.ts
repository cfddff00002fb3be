import type { Conversation } from '../../model/conversation.ts'
import type { ConversationId } from '../../model/ids.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { ConversationInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'

const read = inputOf({ conversationId: id })

export const getConversation: Verb<ConversationInput, Conversation> = async (context, input) =>
  conversationOf(context, read(input).conversationId)

/** A conversation as I see it. @throws not_found */
export const conversationOf = async (
  { store, host, me }: Context,
  conversationId: ConversationId,
): Promise<Conversation> => {
  const record = await store.conversation(me, conversationId)
  if (record === null) throw notFound()
  return withPermissions(record, host.features)
}
