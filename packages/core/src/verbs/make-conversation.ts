import type { Conversation } from '../model/conversation.ts'
import type { ConversationId } from '../model/ids.ts'
import type { CreationDraft } from '../ports/store.ts'
import type { CallOptions } from '../session.ts'
import { admitUsers } from './admit-users.ts'
import type { Context } from './context.ts'
import { commitMade } from './decide-and-commit.ts'
import { assertRepeat } from './replay.ts'
import { conversationOf } from './conversations/get.ts'
import { afterCommit } from './told.ts'

/** A group, or a room about nothing, to make: under an id of the caller's own, a repeat answers the same. */
export interface NewConversation {
  readonly ownId: ConversationId | undefined
  readonly creation: CreationDraft
}

/** Makes a conversation of me and others. @throws not_found, recipient_refused, idempotency_mismatch, id_taken, gone */
export const makeConversation = async (
  context: Context,
  { ownId, creation }: NewConversation,
  options: CallOptions,
): Promise<Conversation> => {
  const { me, store } = context
  const { contentHash } = creation
  const conversationId = ownId ?? context.ids.next()
  const earlier = ownId === undefined ? null : await store.usedId('conversation', ownId)
  if (earlier === null) {
    const others = creation.members.map(({ userId }) => userId).filter((userId) => userId !== me)
    await admitUsers(context, others)
    const outcome = await commitMade(context, { conversationId, actor: me, changes: [creation], guards: [] })
    if (outcome.status !== 'duplicate') return afterCommit(conversationOf(context, conversationId))
    assertRepeat(outcome.used, { me, contentHash })
  } else assertRepeat(earlier, { me, contentHash })
  options.onReplay?.()
  return afterCommit(conversationOf(context, conversationId))
}
