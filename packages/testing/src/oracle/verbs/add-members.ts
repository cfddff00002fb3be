import type { AddMembersInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { memberIn, viewerIn } from '../state.ts'
import type { OracleConversation, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { conversationView } from '../views.ts'
import { createConversation, followSet, joinConversation, logShared } from '../writing.ts'

/** Invitation: also the only way back for who left. */
export const addMembersVerb: OracleVerb = {
  name: 'members.add',
  weight: 5,
  plan(state, actor, pick) {
    const { users, nobodies } = state.people
    const first = pick.of(users, actor)
    const userIds = [...new Set([first, ...(pick.once(3) ? pick.some(users) : []), ...(pick.once(15) ? nobodies : [])])]
    const input = { conversationId: someConversation(state, pick), userIds }
    return {
      actor,
      input,
      run: (session, options) => session.members.add(input, options),
      expect: (minted) => expectAdd(state, { actor, input, minted }),
    }
  },
}

interface Asked {
  readonly actor: UserId
  readonly input: AddMembersInput
  readonly minted: string
}

const expectAdd = (state: OracleState, asked: Asked): Expected => {
  const { actor, input } = asked
  const { conversationId, userIds } = input
  const conversation = state.conversations.find(({ id }) => id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  if (conversation === undefined || me === undefined) return refused('not_found')
  if (me.status !== 'active') return refused(userIds.includes(actor) ? 'reinvite_required' : 'not_a_member')
  if (conversation.kind === 'direct') return expectAnotherGroup(state, conversation, asked)
  if (conversation.closed) return refused('forbidden', 'closed')
  if (conversation.invitePolicy === 'admins' && me.role !== 'admin') return refused('forbidden', 'invite_policy')
  const added = userIds.filter((userId) => memberIn(conversation, userId)?.status !== 'active')
  if (me.role !== 'admin' && added.some((userId) => memberIn(conversation, userId)?.status === 'removed'))
    return refused('forbidden', 'removed_by_admin')
  if (added.some((userId) => state.people.nobodies.includes(userId))) return refused('not_found')
  if (added.some((userId) => !state.people.mayContact(actor, userId))) return refused('recipient_refused')
  for (const userId of added) {
    conversation.revision += 1
    joinConversation(conversation, userId, 'member')
    logShared(state, conversation, { type: 'member.added', actor, about: userId })
  }
  followSet(state, conversation)
  return answered(conversation, actor, added)
}

/** A direct is never extended: who is invited into it gets a group with both. */
const expectAnotherGroup = (
  state: OracleState,
  direct: OracleConversation,
  { actor, input, minted }: Asked,
): Expected => {
  const others = direct.members.map(({ userId }) => userId).filter((userId) => userId !== actor)
  const added = input.userIds.filter((userId) => userId !== actor && !others.includes(userId))
  if (added.length === 0) return answered(direct, actor, [])
  if (added.some((userId) => state.people.nobodies.includes(userId))) return refused('not_found')
  const invited = [...others, ...added]
  if (invited.some((userId) => !state.people.mayContact(actor, userId))) return refused('recipient_refused')
  const members = [actor, ...invited].map(
    (userId) => ({ userId, role: userId === actor ? 'admin' : 'member' }) as const,
  )
  const asked = JSON.stringify([direct.id, added.toSorted()])
  const creation = { id: minted, kind: 'group', title: null, invitePolicy: 'members', asked, members } as const
  return answered(createConversation(state, actor, creation), actor, added)
}

const answered = (conversation: OracleConversation, actor: UserId, added: readonly UserId[]): Expected => {
  const me = memberIn(conversation, actor)
  return me === undefined
    ? refused('not_found')
    : { answer: { conversation: conversationView(conversation, me), added } }
}
