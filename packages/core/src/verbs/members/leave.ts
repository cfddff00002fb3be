import { isMsgError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { ConversationId } from '../../model/ids.ts'
import { id, inputOf } from '../../rules/input.ts'
import { decideLeave } from '../../rules/membership.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { ConversationInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { conversationOf } from '../conversations/get.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ conversationId: id })

export const leaveConversation: Verb<ConversationInput, Conversation> = async (context, input) => {
  const { conversationId } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me], roster: true },
    decide: (slice) => decideLeave(slice, context.me),
  })
  return afterCommit(asLeft(context, conversationId))
}

/** As it is to me now. Who may no longer view its target sees it for the last time. */
const asLeft = (context: Context, conversationId: ConversationId): Promise<Conversation> =>
  conversationOf(context, conversationId).catch(async (error: unknown) => {
    const last = await context.store.conversation({ userId: context.me, admitted: true }, conversationId)
    if (last === null || !isMsgError(error) || error.code !== 'not_found') throw error
    return withPermissions(last, { features: context.host.features })
  })
