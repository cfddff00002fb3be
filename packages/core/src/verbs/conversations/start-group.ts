import type { Conversation } from '../../model/conversation.ts'
import { groupCreation } from '../../rules/group.ts'
import { inputOf, newId, oneOf, optional, text, userIds, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { StartGroupInput } from '../../session.ts'
import { admitUsers } from '../admit-users.ts'
import type { Verb } from '../context.ts'
import { commitOne } from '../decide-and-commit.ts'
import { assertRepeat } from '../replay.ts'
import { conversationOf } from './get.ts'

const read = inputOf({
  id: optional(newId),
  title: optional(text({ characters: limits.title })),
  userIds: userIds({ from: 0, to: limits.founders }),
  invitePolicy: withDefault(oneOf('members', 'admins'), 'members'),
})

export const startGroup: Verb<StartGroupInput, Conversation> = async (context, input, options) => {
  const { me, store } = context
  const asked = read(input)
  const conversationId = asked.id ?? context.ids.next()
  const others = asked.userIds.filter((userId) => userId !== me)
  const creation = groupCreation(me, { title: asked.title ?? null, userIds: others, invitePolicy: asked.invitePolicy })
  const contentHash = creation.contentHash

  const earlier = asked.id === undefined ? null : await store.usedId('conversation', asked.id)
  if (earlier === null) {
    await admitUsers(context, others)
    const outcome = await commitOne(context, { conversationId, actor: me, changes: [creation], guards: [] })
    if (outcome.status !== 'duplicate') return conversationOf(context, conversationId)
    assertRepeat(outcome.used, { me, contentHash })
  } else assertRepeat(earlier, { me, contentHash })
  options.onReplay?.()
  return conversationOf(context, conversationId)
}
