import type { MessageId, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someMessage } from '../pool.ts'
import { knownMessage } from '../seen.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'

/** Hiding from one's own view, for good: also for who left. Again answers as the first time. */
export const hideVerb: OracleVerb = {
  name: 'messages.hide',
  weight: 3,
  plan(state, actor, pick) {
    const messageId = someMessage(state, pick)
    return {
      actor,
      input: { messageId },
      run: (session, options) => session.messages.hide({ messageId }, options),
      expect: () => expectHide(state, actor, messageId),
    }
  },
}

const expectHide = (state: OracleState, actor: UserId, messageId: MessageId): Expected => {
  const known = knownMessage(state, actor, messageId)
  if (known === null) return refused('not_found')
  const { conversation, me } = known
  if (!me.hidden.has(messageId)) {
    me.hidden.add(messageId)
    const { revision: moment } = conversation
    state.log.push({ type: 'message.hidden', conversation, revision: null, moment, actor, about: messageId })
  }
  return { answer: { conversationId: conversation.id, messageId, userId: actor } }
}
