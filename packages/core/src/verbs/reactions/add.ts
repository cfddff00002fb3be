import type { Message } from '../../model/message.ts'
import { emoji, id, inputOf } from '../../rules/input.ts'
import { decideReaction } from '../../rules/reactions.ts'
import type { ReactionInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOnMessage, messageOf } from '../on-message.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ messageId: id, emoji })

export const addReaction: Verb<ReactionInput, Message> = async (context, input) => {
  const { messageId, ...reaction } = read(input)
  await decideOnMessage(context, { messageId }, (slice) =>
    decideReaction(slice, context.me, { type: 'reaction.added', ...reaction }),
  )
  return afterCommit(messageOf(context, messageId))
}
