import type { UpdateConversationInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { viewerIn } from '../state.ts'
import type { OracleConversation, OracleMember, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logShared } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Changing a group's title or who may invite. */
export const updateVerb: OracleVerb = {
  name: 'conversations.update',
  weight: 3,
  plan(state, actor, pick) {
    const input: UpdateConversationInput = {
      conversationId: someConversation(state, pick),
      ...(pick.once(2)
        ? { invitePolicy: pick.of(['members', 'admins'], 'admins') }
        : { title: pick.of([null, 'go', 'poker'], null) }),
    }
    return {
      actor,
      input,
      run: (session, options) => session.conversations.update(input, options),
      expect: () => expectUpdate(state, actor, input),
    }
  },
}

const expectUpdate = (state: OracleState, actor: UserId, input: UpdateConversationInput): Expected =>
  managing(state, { actor, conversationId: input.conversationId }, ({ conversation }) => {
    const { title = conversation.title, invitePolicy = conversation.invitePolicy } = input
    if (title === conversation.title && invitePolicy === conversation.invitePolicy) return seenBy(conversation, actor)
    conversation.revision += 1
    conversation.ownRevision = conversation.revision
    conversation.title = title
    conversation.invitePolicy = invitePolicy
    logShared(state, conversation, { type: 'conversation.updated', actor, about: null })
    return seenBy(conversation, actor)
  })

/** What managing a group starts with: it is seen, by an active member, is a group, and they are its admin. */
export const managing = (
  state: OracleState,
  { actor, conversationId }: { readonly actor: UserId; readonly conversationId: string },
  change: (mine: { readonly conversation: OracleConversation; readonly me: OracleMember }) => Expected,
): Expected => {
  const conversation = state.conversations.find(({ id }) => id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (me.status !== 'active') return refused('not_a_member')
  if (conversation.kind === 'direct') return refused('forbidden', 'direct')
  return me.role === 'admin' ? change({ conversation, me }) : refused('forbidden', 'admins_only')
}
