import type { UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { activeIn, memberIn, seenConversation } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { endMembership, followSet, logShared } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Leaving: the last admin hands over to the earliest-joined, the last member closes. */
export const leaveVerb: OracleVerb = {
  name: 'members.leave',
  weight: 4,
  plan(state, actor, pick) {
    const conversationId = someConversation(state, pick)
    return {
      actor,
      input: { conversationId },
      run: (session, options) => session.members.leave({ conversationId }, options),
      expect: () => expectLeave(state, actor, conversationId),
    }
  },
}

const expectLeave = (state: OracleState, actor: UserId, conversationId: string): Expected => {
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation } = seen
  if (conversation.kind === 'direct') return refused('direct_cannot_be_left')
  const me = memberIn(conversation, actor)
  if (me === undefined) return refused('not_a_member')
  if (me.status !== 'active') return seenBy(state, conversation, actor)
  if (activeIn(conversation).length === 1) {
    conversation.revision += 1
    conversation.ownRevision = conversation.revision
    conversation.closed = true
    logShared(state, conversation, { type: 'conversation.updated', actor, about: null })
  }
  conversation.revision += 1
  endMembership(conversation, me, 'left')
  logShared(state, conversation, { type: 'member.left', actor, about: actor })
  const rest = activeIn(conversation)
  const [earliest] = rest
  if (earliest !== undefined && !rest.some(({ role }) => role === 'admin')) {
    conversation.revision += 1
    earliest.role = 'admin'
    earliest.revision = conversation.revision
    logShared(state, conversation, { type: 'member.role', actor, about: earliest.userId })
  }
  followSet(state, conversation)
  return seenBy(state, conversation, actor)
}
