import type { Conversation } from '../../model/conversation.ts'
import { id, inputOf } from '../../rules/input.ts'
import { decideJoin } from '../../rules/membership.ts'
import type { ConversationInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { conversationOf } from '../conversations/get.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ conversationId: id })

export const joinConversation: Verb<ConversationInput, Conversation> = async (context, input) => {
  const { conversationId } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideJoin(slice, context.me),
  })
  return afterCommit(conversationOf(context, conversationId))
}
