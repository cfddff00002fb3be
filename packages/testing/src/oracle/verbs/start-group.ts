import type { StartGroupInput, UserId } from '@msg/core'
import { notAdmitted } from '../blocks.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { groupIds } from '../pool.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { createConversation } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Always a new group, unless its id was used before. */
export const startGroupVerb: OracleVerb = {
  name: 'conversations.startGroup',
  weight: 3,
  plan(state, actor, pick) {
    const { users, nobodies } = state.people
    const userIds = [...pick.some(users), ...(pick.once(12) ? nobodies : [])]
    const input: StartGroupInput = {
      userIds,
      ...(pick.once(3) ? { title: pick.of(['tea', 'chess'], 'tea') } : {}),
      ...(pick.once(3) ? { invitePolicy: 'admins' } : {}),
      ...(pick.once(2) ? { id: pick.of(groupIds, '') } : {}),
    }
    return {
      actor,
      input,
      run: (session, options) => session.conversations.startGroup(input, options),
      expect: (minted) => expectGroup(state, { actor, input, minted }),
    }
  },
}

interface Asked {
  readonly actor: UserId
  readonly input: StartGroupInput
  readonly minted: string
}

const expectGroup = (state: OracleState, { actor, input, minted }: Asked): Expected => {
  const { title = null, invitePolicy = 'members' } = input
  const others = input.userIds.filter((userId) => userId !== actor)
  const asked = JSON.stringify([title, invitePolicy, others.toSorted()])
  const earlier = state.conversations.find(({ id }) => id === input.id)
  if (earlier !== undefined) {
    if (earlier.createdBy !== actor) return refused('id_taken')
    if (earlier.deleted) return refused('gone')
    if (earlier.asked !== asked) return refused('idempotency_mismatch')
    return { ...seenBy(state, earlier, actor), replayed: true }
  }
  const why = notAdmitted(state, { actor, userIds: others })
  if (why !== null) return why
  const members = [
    { userId: actor, role: 'admin' as const },
    ...others.map((userId) => ({ userId, role: 'member' as const })),
  ]
  const id = input.id ?? minted
  const made = createConversation(state, actor, { id, kind: 'group', title, invitePolicy, asked, members })
  return seenBy(state, made, actor)
}
