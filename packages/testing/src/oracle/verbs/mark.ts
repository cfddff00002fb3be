import type { MarkReadInput, Receipt, Session, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleReader, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { receiptView } from '../views.ts'
import { logOwn } from '../writing.ts'

/** One of the two watermarks. */
interface Watermark {
  readonly name: string
  readonly weight: number
  readonly run: (session: Session) => (input: MarkReadInput) => Promise<Receipt>
  readonly of: (reader: OracleReader) => number
  readonly move: (reader: OracleReader, seq: number) => void
}

/** Marking up to a message: never back, never beyond the last message. Whoever sees the present does, member or not. */
const markVerb = (watermark: Watermark): OracleVerb => ({
  name: watermark.name,
  weight: watermark.weight,
  plan(state, actor, pick) {
    const input = { conversationId: someConversation(state, pick), seq: pick.below(7) }
    return {
      actor,
      input,
      run: (session) => watermark.run(session)(input),
      expect: () => expectMark(state, { actor, input, watermark }),
    }
  },
})

interface Asked {
  readonly actor: UserId
  readonly input: MarkReadInput
  readonly watermark: Watermark
}

const expectMark = (state: OracleState, { actor, input, watermark }: Asked): Expected => {
  const seen = seenConversation(state, { actor, conversationId: input.conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation, me } = seen
  if (me.end !== null) return refused('not_a_member')
  const seq = Math.min(input.seq, conversation.messages.length)
  if (seq > watermark.of(me.reader)) {
    watermark.move(me.reader, seq)
    // What who is not in it has read is nobody else's business.
    const audience = me.status === 'active' ? 'members' : 'actor'
    logOwn(state, conversation, { type: 'receipt.advanced', audience, actor, about: actor })
  }
  return { answer: receiptView(conversation, me) }
}

/** What is read is delivered too. */
export const markReadVerb = markVerb({
  name: 'receipts.markRead',
  weight: 6,
  run: ({ receipts }) => receipts.markRead,
  of: ({ readSeq }) => readSeq,
  move: (reader, seq) => {
    reader.readSeq = seq
    reader.deliveredSeq = Math.max(seq, reader.deliveredSeq)
  },
})

/** No matter to unread. */
export const markDeliveredVerb = markVerb({
  name: 'receipts.markDelivered',
  weight: 3,
  run: ({ receipts }) => receipts.markDelivered,
  of: ({ deliveredSeq }) => deliveredSeq,
  move: (reader, seq) => {
    reader.deliveredSeq = seq
  },
})
