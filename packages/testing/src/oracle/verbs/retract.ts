import type { MessageId, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someMessage } from '../pool.ts'
import { onMessage } from '../seen.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logOnMessage } from '../writing.ts'

/** Taking one's own message back: its number stays, nothing else. */
export const retractVerb: OracleVerb = {
  name: 'messages.retract',
  weight: 2,
  plan(state, actor, pick) {
    const messageId = someMessage(state, pick)
    return {
      actor,
      input: { messageId },
      run: (session, options) => session.messages.retract({ messageId }, options),
      expect: () => expectRetract(state, actor, messageId),
    }
  },
}

const expectRetract = (state: OracleState, actor: UserId, messageId: MessageId): Expected =>
  onMessage(state, { actor, messageId }, ({ conversation, message }) => {
    if (message.authorId !== actor) return refused('forbidden', 'not_author')
    if (message.texts.length === 0) return null
    message.texts = []
    message.reactions = []
    message.pin = null
    logOnMessage(state, { conversation, message }, { type: 'message.retracted', actor })
    return null
  })
