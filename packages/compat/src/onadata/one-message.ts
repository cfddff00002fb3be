import { isMsgError } from '@msg/core'
import type { Message, Session, Target } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import type { Call } from '../shared/surface.ts'
import { toldOne } from './house.ts'
import type { House } from './house.ts'
import { fullMessage, shortMessage } from './message-json.ts'
import { forbidden, notFound } from './refusals.ts'

/** The name in which the surface looks whether there is a message that somebody may not see. */
const service = 'onadata'

/** One message, for who may view what it is about. */
export const getMessage = async (call: Call, house: House): Promise<Reply> =>
  onMessage(call, house, async ({ message, target }) => {
    const told = await toldOne(house, message, call.session)
    return jsonReply(house.fullPayload ? fullMessage(told, target) : shortMessage(told))
  })

/** Purges a message, for who may delete what it is about. */
export const deleteMessage = async (call: Call, house: House): Promise<Reply> =>
  onMessage(call, house, async ({ message }) => {
    await call.session.messages.purge({ messageId: message.id })
    return { status: 204, headers: {}, body: null }
  })

interface Placed {
  readonly message: Message
  readonly target: Target
}

/** Numbers are no secret: what is about a target, and not theirs to see, they are told they may not see. */
const onMessage = async (
  { params, session, messaging }: Call,
  { numbers }: House,
  answer: (placed: Placed) => Promise<Reply>,
): Promise<Reply> => {
  const messageId = await numbers.idOf(params['id'] ?? '')
  const placed = messageId === null ? null : await placedMessage(messaging.asService(service), messageId)
  if (placed === null) return notFound
  try {
    await session.messages.get({ messageId: placed.message.id })
    return await answer(placed)
  } catch (error) {
    if (isMsgError(error) && (error.code === 'not_found' || error.code === 'forbidden')) return forbidden
    throw error
  }
}

/** A message that says something about a target; null for any other, and for what is gone. */
const placedMessage = async (session: Session, messageId: string): Promise<Placed | null> => {
  try {
    const message = await session.messages.get({ messageId })
    const { kind, target } = await session.conversations.get({ conversationId: message.conversationId })
    return kind === 'channel' && target !== null && message.body !== null ? { message, target } : null
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return null
    throw error
  }
}
