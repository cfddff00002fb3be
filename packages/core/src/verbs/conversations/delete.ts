import type { Deleted } from '../../model/conversation.ts'
import { id, inputOf } from '../../rules/input.ts'
import { decideDelete } from '../../rules/settings.ts'
import type { ConversationInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id })

export const deleteConversation: Verb<ConversationInput, Deleted> = async (context, input) => {
  const { conversationId } = read(input)
  const settled = await decideAndCommit(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (facts) => decideDelete(facts, context.me),
  })
  if (settled.status === 'refused') throw settled.refusal
  return { conversationId }
}
