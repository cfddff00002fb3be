import type { AddMembersInput, UserId } from '@msg/core'
import { notAdmitted } from '../blocks.ts'
import { bringIn, invitedBy } from '../inviting.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someConversation } from '../pool.ts'
import { seenConversation } from '../state.ts'
import type { OracleConversation, OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { createConversation } from '../writing.ts'
import { seenBy } from './start-direct.ts'

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
  const seen = seenConversation(state, { actor, conversationId })
  if (seen === undefined) return refused('not_found')
  const { conversation, me } = seen
  if (conversation.kind === 'direct') return expectAnotherGroup(state, conversation, asked)
  const invited = invitedBy(conversation, me, userIds)
  if ('why' in invited) return invited.why
  const { newcomers } = invited
  const why = notAdmitted(state, { actor, userIds: newcomers })
  if (why !== null) return why
  bringIn(state, conversation, { actor, newcomers })
  return answered(state, conversation, { actor, added: newcomers })
}

/** A direct is never extended: who is invited into it gets a group with both. */
const expectAnotherGroup = (
  state: OracleState,
  direct: OracleConversation,
  { actor, input, minted }: Asked,
): Expected => {
  const others = direct.members.map(({ userId }) => userId).filter((userId) => userId !== actor)
  const added = input.userIds.filter((userId) => userId !== actor && !others.includes(userId))
  if (added.length === 0) return answered(state, direct, { actor, added })
  const invited = [...others, ...added]
  const why = notAdmitted(state, { actor, userIds: invited })
  if (why !== null) return why
  const members = [actor, ...invited].map(
    (userId) => ({ userId, role: userId === actor ? 'admin' : 'member' }) as const,
  )
  const asked = JSON.stringify([direct.id, added.toSorted()])
  const creation = { id: minted, kind: 'group', title: null, invitePolicy: 'members', asked, members } as const
  return answered(state, createConversation(state, actor, creation), { actor, added })
}

const answered = (
  state: OracleState,
  conversation: OracleConversation,
  { actor, added }: { readonly actor: UserId; readonly added: readonly UserId[] },
): Expected => {
  const seen = seenBy(state, conversation, actor)
  return 'code' in seen ? seen : { answer: { conversation: seen.answer, added } }
}
