import { MsgError } from '../../errors.ts'
import type { Cleared } from '../../model/reader.ts'
import { id, inputOf, seqNumber, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideClear } from '../../rules/own-view.ts'
import type { ClearInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id, seq: withDefault(seqNumber, limits.seq) })

export const clearConversation: Verb<ClearInput, Cleared> = async (context, input) => {
  const { conversationId, seq } = read(input)
  const settled = await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideClear(slice, context.me, seq),
  })
  const clearedSeq = settled.status === 'committed' ? settled.outcome.stamps[0]?.seq : undefined
  if (clearedSeq === undefined)
    throw new MsgError('unavailable', 'the store did not answer up to where it is cleared', { outcome: 'unknown' })
  return { conversationId, userId: context.me, clearedSeq }
}
