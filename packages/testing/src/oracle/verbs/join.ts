import type { UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { memberIn, viewerIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logJoining } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Joining an open room by oneself, also after having left it; what was left otherwise is not come back to this way. */
export const joinVerb: OracleVerb = {
  name: 'members.join',
  weight: 5,
  plan(state, actor, pick) {
    const conversationId = someConversation(state, pick)
    return {
      actor,
      input: { conversationId },
      run: (session, options) => session.members.join({ conversationId }, options),
      expect: () => expectJoin(state, actor, conversationId),
    }
  },
}

const expectJoin = (state: OracleState, actor: UserId, conversationId: string): Expected => {
  const conversation = state.conversations.find(({ id, deleted }) => id === conversationId && !deleted)
  if (conversation === undefined) return refused('not_found')
  const { kind, visibility, joinPolicy, closed } = conversation
  if (visibility === 'public' && memberIn(conversation, actor)?.status === 'removed')
    return refused('reinvite_required')
  const me = viewerIn(conversation, actor)
  if (me === undefined) return refused('not_found')
  if (me.status === 'active') return seenBy(state, conversation, actor)
  if (kind === 'group') return refused('reinvite_required')
  if (closed) return refused('forbidden', 'closed')
  if (joinPolicy === 'closed')
    return me.status === 'left' ? refused('reinvite_required') : refused('forbidden', 'join_policy')
  logJoining(state, conversation, { actor, userId: actor })
  return seenBy(state, conversation, actor)
}
