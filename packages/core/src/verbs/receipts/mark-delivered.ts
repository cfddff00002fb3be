import type { Receipt } from '../../model/receipt.ts'
import { id, inputOf, seqBound } from '../../rules/input.ts'
import type { MarkDeliveredInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { advanceReceipt } from '../advance-receipt.ts'

const read = inputOf({ conversationId: id, seq: seqBound })

export const markDelivered: Verb<MarkDeliveredInput, Receipt> = async (context, input) => {
  const { conversationId, seq } = read(input)
  return advanceReceipt(context, conversationId, { type: 'receipt.advanced', deliveredSeq: seq })
}
