import { MsgError } from '../errors.ts'
import type { ConversationId } from '../model/ids.ts'
import type { Receipt } from '../model/receipt.ts'
import type { AdvanceDraft } from '../ports/store.ts'
import { decideAdvance } from '../rules/receipts.ts'
import type { Context } from './context.ts'
import { decideOrThrow } from './decide-and-commit.ts'

/** Moves a watermark of mine and answers where both are now. */
export const advanceReceipt = async (
  context: Context,
  conversationId: ConversationId,
  advance: AdvanceDraft,
): Promise<Receipt> => {
  const settled = await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideAdvance(slice, context.me, advance),
  })
  const stamp = settled.status === 'committed' ? settled.outcome.stamps[0] : undefined
  if (stamp?.seq === undefined || stamp.deliveredSeq === undefined)
    throw new MsgError('unavailable', 'the store did not answer where the watermarks are', { outcome: 'unknown' })
  const { seq: readSeq, readAt = null, deliveredSeq, deliveredAt = null } = stamp
  return { conversationId, userId: context.me, readSeq, readAt, deliveredSeq, deliveredAt }
}
