import type { SetRoleInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { activeIn } from '../state.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { memberView } from '../views.ts'
import { logShared } from '../writing.ts'
import { managing } from './update.ts'

/** Making admins and members: one admin stays. */
export const setRoleVerb: OracleVerb = {
  name: 'members.setRole',
  weight: 4,
  plan(state, actor, pick) {
    const input: SetRoleInput = {
      conversationId: someConversation(state, pick),
      userId: pick.of(state.people.users, actor),
      role: pick.once(3) ? 'member' : 'admin',
    }
    return {
      actor,
      input,
      run: (session, options) => session.members.setRole(input, options),
      expect: () => expectSetRole(state, actor, input),
    }
  },
}

const expectSetRole = (state: OracleState, actor: UserId, { conversationId, userId, role }: SetRoleInput): Expected =>
  managing(state, { actor, conversationId }, ({ conversation }) => {
    const active = activeIn(conversation)
    const member = active.find((one) => one.userId === userId)
    if (member === undefined) return refused('not_found')
    if (member.role !== role) {
      const admins = active.filter((one) => one.role === 'admin').length
      if (role === 'member' && admins === 1) return refused('forbidden', 'last_admin')
      conversation.revision += 1
      member.role = role
      member.revision = conversation.revision
      logShared(state, conversation, { type: 'member.role', actor, about: userId })
    }
    return { answer: memberView(conversation, member) }
  })
