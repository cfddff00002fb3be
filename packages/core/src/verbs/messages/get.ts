import type { Message } from '../../model/message.ts'
import { notFound } from '../../rules/decision.ts'
import { id, inputOf } from '../../rules/input.ts'
import type { MessageInput } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({ messageId: id })

export const getMessage: Verb<MessageInput, Message> = async ({ store, me }, input) => {
  const message = await store.message(me, read(input).messageId)
  if (message === null) throw notFound()
  return message
}
