import type { Conversation } from '../../model/conversation.ts'
import type { ConversationId } from '../../model/ids.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import { withPermissions } from '../../rules/permissions.ts'
import { noRights } from '../../rules/rights.ts'
import type { ConversationInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { admits, rightsIn } from '../rights.ts'

const read = inputOf({ conversationId: id })

export const getConversation: Verb<ConversationInput, Conversation> = async (context, input) =>
  conversationOf(context, read(input).conversationId)

/** A conversation as I see it. @throws not_found */
export const conversationOf = async (context: Context, conversationId: ConversationId): Promise<Conversation> => {
  const { store, me } = context
  const { features } = context.host
  const own = await store.conversation(me, conversationId)
  if (own !== null) return withPermissions(own, { features, rights: await rightsIn(context, own) })
  const slice = await store.slice({ conversationId, userIds: [me] })
  const rights = slice === null ? noRights : await rightsIn(context, slice.conversation)
  const record = admits(rights) ? await store.conversation({ userId: me, admitted: true }, conversationId) : null
  if (record === null) throw notFound()
  return withPermissions(record, { features, rights })
}
