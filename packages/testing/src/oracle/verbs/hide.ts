import type { MessageId, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someMessage } from '../pool.ts'
import { isOut, knownMessage } from '../seen.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logOwn } from '../writing.ts'

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
  if (!isOut(known)) {
    me.reader.hidden.add(messageId)
    logOwn(state, conversation, { type: 'message.hidden', actor, about: messageId })
  }
  return { answer: { conversationId: conversation.id, messageId, userId: actor } }
}
