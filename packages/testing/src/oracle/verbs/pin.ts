import type { MessageId, UserId } from '@msg/core'
import { refusedByBlock } from '../blocks.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someMessage } from '../pool.ts'
import { onMessage } from '../seen.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logOnMessage } from '../writing.ts'

/** Pinning: admins, in a direct both. */
export const pinVerb: OracleVerb = {
  name: 'messages.pin',
  weight: 3,
  plan(state, actor, pick) {
    const messageId = someMessage(state, pick)
    return {
      actor,
      input: { messageId },
      run: (session, options) => session.messages.pin({ messageId }, options),
      expect: () => expectPin(state, actor, { messageId, pinned: true }),
    }
  },
}

/** Taking a pin away, by the same people. */
export const unpinVerb: OracleVerb = {
  name: 'messages.unpin',
  weight: 2,
  plan(state, actor, pick) {
    const messageId = someMessage(state, pick)
    return {
      actor,
      input: { messageId },
      run: (session, options) => session.messages.unpin({ messageId }, options),
      expect: () => expectPin(state, actor, { messageId, pinned: false }),
    }
  },
}

const expectPin = (
  state: OracleState,
  actor: UserId,
  { messageId, pinned }: { readonly messageId: MessageId; readonly pinned: boolean },
): Expected =>
  onMessage(state, { actor, messageId }, ({ conversation, me, message }) => {
    if (conversation.kind !== 'direct' && me.role !== 'admin') return refused('forbidden', 'admins_only')
    const blocked = refusedByBlock(state, conversation, actor)
    if (blocked !== null) return blocked
    if (message.texts.length === 0) return pinned ? refused('message_retracted') : null
    if (pinned === (message.pin !== null)) return null
    message.pin = pinned ? { by: actor, revision: conversation.revision + 1 } : null
    logOnMessage(state, { conversation, message }, { type: pinned ? 'message.pinned' : 'message.unpinned', actor })
    return null
  })
