import type { ConversationId } from '../model/ids.ts'
import { decideWatching } from '../rules/watching.ts'
import type { Context } from './context.ts'
import { decideAndCommit } from './decide-and-commit.ts'
import { told } from './told.ts'

/** Whether I may watch a conversation, as of now. @throws not_found, not_a_member */
export const assertWatchable = async (context: Context, conversationId: ConversationId): Promise<void> => {
  const settled = await told(
    decideAndCommit(context, {
      query: { conversationId, userIds: [context.me] },
      decide: (facts) => decideWatching(facts, context.me),
    }),
  )
  if (settled.status === 'refused') throw settled.refusal
}
