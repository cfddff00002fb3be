import { isMsgError } from '@msg/core'
import type { Message, Receipt, Session } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { readFields } from '../shared/read-fields.ts'
import type { Fields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { noContent } from './chats.ts'
import { profilesOf } from './house.ts'
import { messageJson, profilesById } from './json.ts'
import { required, wrongReply } from './refusals.ts'

/** Sends a message. With an `id` of the client's own it may be repeated. */
export const sendMessage = async ({ session, params, request }: Call): Promise<Reply> => {
  const fields = await readFields(request)
  const body = readContent(fields)
  if (typeof body !== 'string') return body
  const { id } = fields
  let status = 201
  const message = await session.messages.send(
    { conversationId: params['chat'] ?? '', body, ...(typeof id === 'string' ? { id } : {}) },
    { onReplay: () => (status = 200) },
  )
  return jsonReply(await ofOne(session, message), status)
}

/** One message, and its chat. */
export const getMessage = async ({ session, params }: Call): Promise<Reply> => {
  const message = await session.messages.get({ messageId: params['message'] ?? '' })
  return jsonReply({ ...(await ofOne(session, message)), chat: message.conversationId })
}

/** Changes the text of a message. */
export const editMessage = async ({ session, params, request }: Call): Promise<Reply> => {
  const body = readContent(await readFields(request))
  if (typeof body !== 'string') return body
  return jsonReply(await ofOne(session, await session.messages.edit({ messageId: params['message'] ?? '', body })))
}

/** Takes a message back. */
export const deleteMessage = async ({ session, params }: Call): Promise<Reply> => {
  await session.messages.retract({ messageId: params['message'] ?? '' })
  return noContent
}

/** Reacts with an emoji, or no longer. */
export const toggleReaction = async ({ session, params, request }: Call): Promise<Reply> => {
  const { emoji } = await readFields(request)
  if (typeof emoji !== 'string') return wrongReply({ emoji: [required] })
  const reaction = { messageId: params['message'] ?? '', emoji }
  const before = await session.messages.get({ messageId: reaction.messageId })
  const added = !hasMine(before, emoji, session) && (await adds(session, reaction, before))
  if (!added) await session.reactions.remove(reaction)
  return jsonReply({ action: added ? 'added' : 'removed', emoji, message_id: reaction.messageId })
}

const hasMine = ({ reactions }: Message, emoji: string, { me }: Session): boolean =>
  reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(me))

/** Of many who reacted only the first are named: mine was there already where adding it changes nothing. */
const adds = async (
  session: Session,
  reaction: { readonly messageId: string; readonly emoji: string },
  before: Message,
): Promise<boolean> => (await session.reactions.add(reaction)).revision !== before.revision

const readContent = ({ content }: Fields): string | Reply => {
  if (content === undefined) return wrongReply({ content: [required] })
  if (typeof content !== 'string') return wrongReply({ content: ['Not a valid string.'] })
  return content.trim() === '' ? wrongReply({ content: ['This field may not be blank.'] }) : content
}

/** A message as it is told by itself. */
const ofOne = async (session: Session, message: Message) => {
  const [profiles, receipts] = await Promise.all([
    profilesOf(session, [message.authorId]),
    readersIn(session, message.conversationId),
  ])
  return messageJson(message, profilesById(profiles), receipts)
}

/** How far the first hundred members have read; of what one is no member of, nobody knows. */
export const readersIn = async (session: Session, conversationId: string): Promise<readonly Receipt[]> => {
  try {
    return (await session.receipts.list({ conversationId, limit: 100 })).receipts
  } catch (error) {
    if (isMsgError(error) && (error.code === 'not_a_member' || error.code === 'not_found')) return []
    throw error
  }
}
