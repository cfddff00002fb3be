import type { UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { viewerIn } from '../state.ts'
import { receiptView } from '../views.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'

/** The read watermark: never back, never beyond the last message. */
export const markReadVerb: OracleVerb = {
  name: 'receipts.markRead',
  weight: 6,
  plan(state, actor, pick) {
    const input = { conversationId: someConversation(state, pick), seq: pick.below(7) }
    return {
      actor,
      input,
      run: (session, options) => session.receipts.markRead(input, options),
      expect: () => expectMarkRead(state, actor, input),
    }
  },
}

const expectMarkRead = (
  state: OracleState,
  actor: UserId,
  { conversationId, seq }: { conversationId: string; seq: number },
): Expected => {
  const conversation = state.conversations.find(({ id }) => id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (me.status !== 'active') return refused('not_a_member')
  const readSeq = Math.min(seq, conversation.messages.length)
  if (readSeq > me.readSeq) {
    me.readSeq = readSeq
    me.deliveredSeq = Math.max(readSeq, me.deliveredSeq)
    const { revision: moment } = conversation
    state.log.push({ type: 'receipt.advanced', conversation, revision: null, moment, actor, about: actor })
  }
  return { answer: receiptView(conversation, me) }
}
