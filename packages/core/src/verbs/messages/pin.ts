import type { Message } from '../../model/message.ts'
import { decidePin } from '../../rules/editing.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOnMessage, messageOf } from '../on-message.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ messageId: id })

export const pinMessage: Verb<MessageInput, Message> = async (context, input) => {
  const { messageId } = read(input)
  await decideOnMessage(context, { messageId }, (slice) => decidePin(slice, context.me, 'message.pinned'))
  return afterCommit(messageOf(context, messageId))
}
