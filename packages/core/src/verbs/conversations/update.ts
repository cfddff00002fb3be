import { MsgError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import { id, inputOf, nullable, oneOf, optional, text } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideUpdate } from '../../rules/settings.ts'
import type { UpdateConversationInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOrThrow } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'
import { conversationOf } from './get.ts'

const read = inputOf({
  conversationId: id,
  title: optional(nullable(text({ characters: limits.title }))),
  invitePolicy: optional(oneOf('members', 'admins')),
  visibility: optional(oneOf('public', 'private')),
  joinPolicy: optional(oneOf('open', 'closed')),
})

export const updateConversation: Verb<UpdateConversationInput, Conversation> = async (context, input) => {
  const { conversationId, title, invitePolicy, visibility, joinPolicy } = read(input)
  const update = {
    ...(title === undefined ? {} : { title }),
    ...(invitePolicy === undefined ? {} : { invitePolicy }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(joinPolicy === undefined ? {} : { joinPolicy }),
  }
  if (Object.keys(update).length === 0)
    throw new MsgError('invalid', 'the input is not valid', {
      places: [{ pointer: '', message: 'must change something' }],
    })
  await decideOrThrow(context, {
    query: { conversationId, userIds: [context.me] },
    decide: (slice) => decideUpdate(slice, context.me, { update, features: context.host.features }),
  })
  return afterCommit(conversationOf(context, conversationId))
}
