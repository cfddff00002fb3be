import type { UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { viewerIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { receiptView } from '../views.ts'

/** The delivered watermark: never back, never beyond the last message, and no matter to unread. */
export const markDeliveredVerb: OracleVerb = {
  name: 'receipts.markDelivered',
  weight: 3,
  plan(state, actor, pick) {
    const input = { conversationId: someConversation(state, pick), seq: pick.below(7) }
    return {
      actor,
      input,
      run: (session, options) => session.receipts.markDelivered(input, options),
      expect: () => expectMarkDelivered(state, actor, input),
    }
  },
}

const expectMarkDelivered = (
  state: OracleState,
  actor: UserId,
  { conversationId, seq }: { conversationId: string; seq: number },
): Expected => {
  const conversation = state.conversations.find(({ id }) => id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (me.status !== 'active') return refused('not_a_member')
  const deliveredSeq = Math.min(seq, conversation.messages.length)
  if (deliveredSeq > me.deliveredSeq) {
    me.deliveredSeq = deliveredSeq
    const { revision: moment } = conversation
    state.log.push({ type: 'receipt.advanced', conversation, revision: null, moment, actor, about: actor })
  }
  return { answer: receiptView(conversation, me) }
}
