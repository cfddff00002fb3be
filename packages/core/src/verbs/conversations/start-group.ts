import type { Conversation } from '../../model/conversation.ts'
import { groupCreation } from '../../rules/group.ts'
import { inputOf, newId, oneOf, optional, text, userIds, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { StartGroupInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { makeConversation } from '../make-conversation.ts'

const read = inputOf({
  id: optional(newId),
  title: optional(text({ characters: limits.title })),
  userIds: userIds({ from: 0, to: limits.founders }),
  invitePolicy: withDefault(oneOf('members', 'admins'), 'members'),
})

export const startGroup: Verb<StartGroupInput, Conversation> = async (context, input, options) => {
  const { me } = context
  const asked = read(input)
  const others = asked.userIds.filter((userId) => userId !== me)
  const creation = groupCreation(me, { title: asked.title ?? null, userIds: others, invitePolicy: asked.invitePolicy })
  return makeConversation(context, { ownId: asked.id, creation }, options)
}
