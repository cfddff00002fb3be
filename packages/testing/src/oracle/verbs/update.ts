import type { UpdateConversationInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleConversation, OracleState, OracleViewer } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { stateView } from '../views.ts'
import { logShared } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Changing a group's title or who may invite, a room's title or who may read and join it. */
export const updateVerb: OracleVerb = {
  name: 'conversations.update',
  weight: 3,
  plan(state, actor, pick) {
    const input: UpdateConversationInput = {
      conversationId: someConversation(state, pick),
      ...pick.of(changes, {}),
    }
    return {
      actor,
      input,
      run: (session, options) => session.conversations.update(input, options),
      expect: () => expectUpdate(state, actor, input),
    }
  },
}

const changes: readonly Omit<UpdateConversationInput, 'conversationId'>[] = [
  { title: null },
  { title: 'go' },
  { title: 'poker' },
  { invitePolicy: 'admins' },
  { invitePolicy: 'members' },
  { visibility: 'private' },
  { visibility: 'public' },
  { joinPolicy: 'closed' },
  { joinPolicy: 'open' },
  { title: 'chess', visibility: 'private', joinPolicy: 'closed' },
]

const expectUpdate = (state: OracleState, actor: UserId, input: UpdateConversationInput): Expected =>
  managing(state, { actor, conversationId: input.conversationId }, ({ conversation }) => {
    const { conversationId: _, ...update } = input
    const room = conversation.kind === 'room'
    if (room ? 'invitePolicy' in update : 'visibility' in update || 'joinPolicy' in update)
      return refused('forbidden', conversation.kind)
    const before = JSON.stringify(stateView(conversation))
    Object.assign(conversation, update)
    if (JSON.stringify(stateView(conversation)) === before) return seenBy(state, conversation, actor)
    conversation.revision += 1
    conversation.ownRevision = conversation.revision
    logShared(state, conversation, { type: 'conversation.updated', actor, about: null })
    return seenBy(state, conversation, actor)
  })

/** What managing a group or a room starts with: it is seen, by an active member, is no direct, and they are its admin. */
export const managing = (
  state: OracleState,
  { actor, conversationId }: { readonly actor: UserId; readonly conversationId: string },
  change: (mine: { readonly conversation: OracleConversation; readonly me: OracleViewer }) => Expected,
): Expected => {
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation, me } = seen
  if (me.status !== 'active') return refused('not_a_member')
  if (conversation.kind === 'direct') return refused('forbidden', 'direct')
  return me.role === 'admin' ? change(seen) : refused('forbidden', 'admins_only')
}
