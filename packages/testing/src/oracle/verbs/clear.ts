import type { ClearInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleConversation, OracleState, OracleViewer } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { clearedView } from '../views.ts'
import { logOwn } from '../writing.ts'

/** Clearing one's own view up to a message: never back, no further than one sees. */
export const clearVerb: OracleVerb = {
  name: 'inbox.clear',
  weight: 2,
  plan(state, actor, pick) {
    const conversationId = someConversation(state, pick)
    const input: ClearInput = { conversationId, ...(pick.once(3) ? {} : { seq: 1 + pick.below(6) }) }
    return {
      actor,
      input,
      run: (session, options) => session.inbox.clear(input, options),
      expect: () => expectClear(state, actor, input),
    }
  },
}

const expectClear = (state: OracleState, actor: UserId, { conversationId, seq = Infinity }: ClearInput): Expected => {
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  clearUpTo(state, seen, seq)
  return { answer: clearedView(seen.conversation, seen.me) }
}

/** Takes everything up to a message out of somebody's own view. */
export const clearUpTo = (
  state: OracleState,
  { conversation, me }: { readonly conversation: OracleConversation; readonly me: OracleViewer },
  seq: number,
): void => {
  const upTo = Math.min(seq, me.end?.seq ?? conversation.messages.length)
  if (upTo <= me.reader.clearedSeq) return
  me.reader.clearedSeq = upTo
  logOwn(state, conversation, { type: 'inbox.cleared', actor: me.userId, about: me.userId })
}
