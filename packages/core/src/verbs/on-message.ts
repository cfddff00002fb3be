import type { ConversationId, MessageId, UserId } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Decision, Facts } from '../rules/decision.ts'
import type { Context } from './context.ts'
import { decideOrThrow } from './decide-and-commit.ts'
import { seen } from './rights.ts'

/** Decides something about one message and answers which conversation it is in. `others` are users whose memberships the rule reads too. */
export const decideOnMessage = async (
  context: Context,
  { messageId, others = [] }: { readonly messageId: MessageId; readonly others?: readonly UserId[] },
  decide: (facts: Facts) => Decision,
): Promise<ConversationId> => {
  let conversationId = ''
  await decideOrThrow(context, {
    query: { messageId, userIds: [...new Set([context.me, ...others])] },
    decide: (facts) => {
      conversationId = facts.conversation.id
      return decide(facts)
    },
  })
  return conversationId
}

/** The message as it is now. @throws not_found */
export const messageOf = (context: Context, messageId: MessageId): Promise<Message> =>
  seen(context, { messageId }, (viewer) => context.store.message(viewer, messageId))
