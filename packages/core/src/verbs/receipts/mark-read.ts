import { MsgError } from '../../errors.ts'
import type { Receipt } from '../../model/receipt.ts'
import { id, inputOf, seqBound } from '../../rules/input.ts'
import { decideMarkRead } from '../../rules/receipts.ts'
import type { MarkReadInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id, seq: seqBound })

export const markRead: Verb<MarkReadInput, Receipt> = async (context, input) => {
  const { conversationId, seq } = read(input)
  const settled = await decideAndCommit(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideMarkRead(slice, context.me, seq),
  })
  if (settled.status === 'refused') throw settled.refusal
  const stamp = settled.status === 'committed' ? settled.outcome.stamps[0] : undefined
  if (stamp?.seq === undefined) throw new MsgError('unavailable', 'the store did not answer where the watermark is')
  return { conversationId, userId: context.me, readSeq: stamp.seq, readAt: stamp.readAt ?? null }
}
