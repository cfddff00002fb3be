import type { MemberInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { memberIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { endMembership, followSet, logShared } from '../writing.ts'
import { seenBy } from './start-direct.ts'
import { managing } from './update.ts'

/** Removing somebody, who may have left already. */
export const removeVerb: OracleVerb = {
  name: 'members.remove',
  weight: 3,
  plan(state, actor, pick) {
    const userId = pick.once(15) ? pick.of(state.people.nobodies, actor) : pick.of(state.people.users, actor)
    const input = { conversationId: someConversation(state, pick), userId }
    return {
      actor,
      input,
      run: (session, options) => session.members.remove(input, options),
      expect: () => expectRemove(state, actor, input),
    }
  },
}

const expectRemove = (state: OracleState, actor: UserId, { conversationId, userId }: MemberInput): Expected =>
  managing(state, { actor, conversationId }, ({ conversation }) => {
    if (userId === actor) return refused('forbidden', 'self')
    const member = memberIn(conversation, userId)
    if (member === undefined) return refused('not_found')
    if (member.status !== 'removed') {
      conversation.revision += 1
      endMembership(conversation, member, 'removed')
      logShared(state, conversation, { type: 'member.removed', actor, about: userId })
      followSet(state, conversation)
    }
    return seenBy(state, conversation, actor)
  })
