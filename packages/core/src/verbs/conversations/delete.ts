import type { Deleted } from '../../model/conversation.ts'
import { id, inputOf } from '../../rules/input.ts'
import { decideDelete } from '../../rules/settings.ts'
import type { ConversationInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id })

export const deleteConversation: Verb<ConversationInput, Deleted> = async (context, input) => {
  const { conversationId } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (facts) => decideDelete(facts, context.me),
  })
  return { conversationId }
}
