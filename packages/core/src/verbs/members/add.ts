import type { ConversationId, UserId } from '../../model/ids.ts'
import { directExtension } from '../../rules/group.ts'
import { id, inputOf, newId, optional, userIds } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideAdd } from '../../rules/membership.ts'
import type { AddedMembers, AddMembersInput } from '../../session.ts'
import { addedBy, admitUsers } from '../admit-users.ts'
import type { Context, Verb } from '../context.ts'
import { conversationOf } from '../conversations/get.ts'
import { makeConversation } from '../make-conversation.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { newcomersTo, partnerIn } from '../partner-in.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({
  conversationId: id,
  id: optional(newId),
  userIds: userIds({ from: 1, to: limits.addedAtOnce }),
})

export const addMembers: Verb<AddMembersInput, AddedMembers> = async (context, input, options) => {
  const { conversationId, id: ownId, userIds: invited } = read(input)
  const partner = await partnerIn(context, conversationId)
  if (partner === null) return addTo(context, conversationId, invited)
  const added = newcomersTo(context, partner, invited)
  if (added.length === 0) return { conversation: await conversationOf(context, conversationId), added }
  const creation = directExtension(context.me, { conversationId, partner, newcomers: added })
  return { conversation: await makeConversation(context, { ownId, creation }, options), added }
}

const addTo = async (
  context: Context,
  conversationId: ConversationId,
  invited: readonly UserId[],
): Promise<AddedMembers> => {
  const settled = await decideOrThrow(context, {
    query: { conversationId, userIds: [...new Set([context.me, ...invited])] },
    decide: (slice) => decideAdd(slice, context.me, invited),
    check: (decided) => admitUsers(context, addedBy(decided)),
  })
  return {
    conversation: await afterCommit(conversationOf(context, conversationId)),
    added: settled.status === 'committed' ? addedBy(settled.decided) : [],
  }
}
