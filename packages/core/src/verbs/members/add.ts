import { decideAdd } from '../../rules/membership.ts'
import { id, inputOf, userIds } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { Decided } from '../../rules/decision.ts'
import type { AddedMembers, AddMembersInput } from '../../session.ts'
import { admitUsers } from '../admit-users.ts'
import type { Verb } from '../context.ts'
import { conversationOf } from '../conversations/get.ts'
import { decideAndCommit } from '../decide-and-commit.ts'

const read = inputOf({ conversationId: id, userIds: userIds({ from: 1, to: limits.addedAtOnce }) })

export const addMembers: Verb<AddMembersInput, AddedMembers> = async (context, input) => {
  const { conversationId, userIds: invited } = read(input)
  const settled = await decideAndCommit(context, {
    query: { conversationId, userIds: [...new Set([context.me, ...invited])] },
    decide: (slice) => decideAdd(slice, context.me, invited),
    check: (decided) => admitUsers(context, addedBy(decided)),
  })
  if (settled.status === 'refused') throw settled.refusal
  return {
    conversation: await conversationOf(context, conversationId),
    added: settled.status === 'committed' ? addedBy(settled.decided) : [],
  }
}

const addedBy = ({ changes }: Decided): readonly string[] =>
  changes.flatMap((change) => (change.type === 'member.added' ? [change.userId] : []))
