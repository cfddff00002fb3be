import type { UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { followSet, logShared } from '../writing.ts'
import { clearUpTo } from './clear.ts'

/** Deleting: a group or a room for everybody, by an admin; of a direct one's own view only. */
export const deleteVerb: OracleVerb = {
  name: 'conversations.delete',
  weight: 1,
  plan(state, actor, pick) {
    const conversationId = someConversation(state, pick)
    return {
      actor,
      input: { conversationId },
      // What is deleted is nobody's to see, so nobody can tell who deleted it.
      repeated: 'not_found',
      run: (session, options) => session.conversations.delete({ conversationId }, options),
      expect: () => expectDelete(state, actor, conversationId),
    }
  },
}

const expectDelete = (state: OracleState, actor: UserId, conversationId: string): Expected => {
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation, me } = seen
  if (me.status !== 'active') return refused('not_a_member')
  if (conversation.kind === 'direct') clearUpTo(state, seen, Infinity)
  else {
    if (me.role !== 'admin') return refused('forbidden', 'admins_only')
    conversation.revision += 1
    logShared(state, conversation, { type: 'conversation.deleted', actor, about: null })
    conversation.deleted = true
    followSet(state, conversation)
  }
  return { answer: { conversationId } }
}
