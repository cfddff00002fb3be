import type { Hidden } from '../../model/message.ts'
import { decideHide } from '../../rules/editing.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { decideOnMessage } from '../on-message.ts'

const read = inputOf({ messageId: id })

export const hideMessage: Verb<MessageInput, Hidden> = async (context, input) => {
  const { messageId } = read(input)
  const conversationId = await decideOnMessage(context, { messageId }, (slice) => decideHide(slice, context.me))
  return { conversationId, messageId, userId: context.me }
}
