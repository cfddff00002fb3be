import type { MsgError } from '../errors.ts'
import type { ConversationId } from '../model/ids.ts'
import { notFound } from '../rules/decision.ts'
import { refusalOfWatching } from '../rules/watching.ts'
import type { Context } from './context.ts'
import { rightsIn } from './rights.ts'
import { told } from './told.ts'

type Asking = Pick<Context, 'store' | 'targets' | 'me' | 'within'>

/** Whether I may watch a conversation, as of now. @throws not_found, not_a_member, unavailable */
export const assertWatchable = async (context: Asking, conversationId: ConversationId): Promise<void> => {
  const refusal = await told(refusalIn(context, conversationId))
  if (refusal !== null) throw refusal
}

/** Only where membership does not suffice is asked what else I may see. */
const refusalIn = async (context: Asking, conversationId: ConversationId): Promise<MsgError | null> => {
  const slice = await context.store.slice({ conversationId, userIds: [context.me] })
  if (slice === null) return notFound()
  const refusal = refusalOfWatching(slice, context.me)
  if (refusal === null) return null
  return refusalOfWatching({ ...slice, rights: await rightsIn(context, slice.conversation) }, context.me)
}
