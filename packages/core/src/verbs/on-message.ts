import type { ConversationId, MessageId, UserId } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Slice } from '../ports/store.ts'
import { notFound } from '../rules/decision.ts'
import type { Decision } from '../rules/decision.ts'
import type { Context } from './context.ts'
import { decideAndCommit } from './decide-and-commit.ts'

/** Decides something about one message and answers which conversation it is in. `others` are users whose memberships the rule reads too. */
export const decideOnMessage = async (
  context: Context,
  { messageId, others = [] }: { readonly messageId: MessageId; readonly others?: readonly UserId[] },
  decide: (slice: Slice) => Decision,
): Promise<ConversationId> => {
  let conversationId = ''
  const settled = await decideAndCommit(context, {
    query: { messageId, userIds: [...new Set([context.me, ...others])] },
    decide: (slice) => {
      conversationId = slice.conversation.id
      return decide(slice)
    },
  })
  if (settled.status === 'refused') throw settled.refusal
  return conversationId
}

/** The message as it is now. @throws not_found */
export const messageOf = async ({ store, me }: Context, messageId: MessageId): Promise<Message> => {
  const message = await store.message(me, messageId)
  if (message === null) throw notFound()
  return message
}
