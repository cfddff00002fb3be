import type { OpenRoomInput, UserId } from '@msg/core'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { groupIds } from '../pool.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { createConversation } from '../writing.ts'
import { seenBy } from './start-direct.ts'

/** Always a new room about nothing, unless its id was used before, also by a group. */
export const openRoomVerb: OracleVerb = {
  name: 'conversations.openRoom',
  weight: 3,
  plan(state, actor, pick) {
    const input: OpenRoomInput = {
      ...(pick.once(3) ? { title: 'hall' } : {}),
      ...(pick.once(4) ? { visibility: 'private' } : {}),
      ...(pick.once(4) ? { joinPolicy: 'closed' } : {}),
      ...(pick.once(3) ? { id: pick.of(groupIds, '') } : {}),
    }
    return {
      actor,
      input,
      run: (session, options) => session.conversations.openRoom(input, options),
      expect: (minted) => expectRoom(state, { actor, input, minted }),
    }
  },
}

interface Asked {
  readonly actor: UserId
  readonly input: OpenRoomInput
  readonly minted: string
}

const expectRoom = (state: OracleState, { actor, input, minted }: Asked): Expected => {
  const { title = null, visibility = 'public', joinPolicy = 'open', id = minted } = input
  const asked = JSON.stringify(['room', title, visibility, joinPolicy])
  const earlier = state.conversations.find((one) => one.id === input.id)
  if (earlier !== undefined) {
    if (earlier.createdBy !== actor) return refused('id_taken')
    if (earlier.deleted) return refused('gone')
    if (earlier.asked !== asked) return refused('idempotency_mismatch')
    return { ...seenBy(state, earlier, actor), replayed: true }
  }
  const members = [{ userId: actor, role: 'admin' }] as const
  const start = { kind: 'room', title, visibility, joinPolicy, invitePolicy: 'admins' } as const
  return seenBy(state, createConversation(state, actor, { id, ...start, asked, members }), actor)
}
