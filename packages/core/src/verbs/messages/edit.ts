import type { Message } from '../../model/message.ts'
import { decideEdit } from '../../rules/editing.ts'
import { id, inputOf, text, userIds, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { EditMessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOnMessage, messageOf } from '../on-message.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({
  messageId: id,
  body: text({ characters: limits.body, bytes: limits.bodyBytes }),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
})

export const editMessage: Verb<EditMessageInput, Message> = async (context, input) => {
  const { messageId, ...edit } = read(input)
  await decideOnMessage(context, { messageId, others: edit.mentions }, (slice) => decideEdit(slice, context.me, edit))
  return afterCommit(messageOf(context, messageId))
}
