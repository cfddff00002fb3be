import type { Message } from '../../model/message.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { messageOf } from '../on-message.ts'

const read = inputOf({ messageId: id })

export const getMessage: Verb<MessageInput, Message> = async (context, input) =>
  messageOf(context, read(input).messageId)
