import type { Conversation } from '../../model/conversation.ts'
import { id, inputOf, userId } from '../../rules/input.ts'
import { decideRemove } from '../../rules/membership.ts'
import type { MemberInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { conversationOf } from '../conversations/get.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ conversationId: id, userId })

export const removeMember: Verb<MemberInput, Conversation> = async (context, input) => {
  const { conversationId, userId: other } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [...new Set([context.me, other])], roster: true },
    decide: (slice) => decideRemove(slice, context.me, other),
  })
  return afterCommit(conversationOf(context, conversationId))
}
