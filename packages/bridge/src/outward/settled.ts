import type { QueuedMessage } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'
import type { PostOutcome } from './post.ts'
import { forgetMessage } from './under-way.ts'
import { clearSign, showSign, signs } from './signs.ts'

/** A message is dealt with: it leaves the queue, and shows whether it got there. */
export const settled = async (
  parts: LinkParts,
  row: QueuedMessage,
  outcome: PostOutcome['status'] | 'skipped' = 'skipped',
): Promise<void> => {
  if (outcome === 'unknown' || outcome === 'refused') await showSign(parts, row.messageId, signs.undelivered)
  forgetMessage(parts, row.messageId)
  const left = await parts.store.settle(row)
  if (left?.marked === true) await clearSign(parts, row.messageId, signs.waiting)
}
