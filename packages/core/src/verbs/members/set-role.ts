import type { Member } from '../../model/member.ts'
import { id, inputOf, oneOf, userId } from '../../rules/input.ts'
import { decideSetRole } from '../../rules/membership.ts'
import type { SetRoleInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { seen } from '../rights.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ conversationId: id, userId, role: oneOf('admin', 'member') })

export const setRole: Verb<SetRoleInput, Member> = async (context, input) => {
  const { conversationId, userId: other, role } = read(input)
  await decideOrThrow(context, {
    query: { conversationId, userIds: [...new Set([context.me, other])], roster: true },
    decide: (slice) => decideSetRole(slice, context.me, { userId: other, role }),
  })
  return afterCommit(seen(context, { conversationId }, (viewer) => context.store.member(viewer, conversationId, other)))
}
