import { isMsgError } from '@msg/core'
import type { Conversation, Session } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { readFields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { wholeChat } from './house.ts'
import { readChat, readTitle } from './read-chat.ts'
import type { NewChat } from './read-chat.ts'
import { wrongReply } from './refusals.ts'

/** Nothing more to say. */
export const noContent: Reply = { status: 204, headers: {}, body: null }

/** Starts a chat: with one other the direct there is, or a new group or room with me as its admin. */
export const createChat = async ({ session, request }: Call): Promise<Reply> => {
  const chat = readChat(await readFields(request))
  if ('wrong' in chat) return wrongReply(chat.wrong)
  try {
    return jsonReply(await wholeChat(session, await started(session, chat)), 201)
  } catch (error) {
    if (!isMsgError(error) || error.code !== 'not_found') throw error
    return wrongReply({ member_ids: ['there is no such user'] })
  }
}

const started = async (session: Session, { kind, title, userIds }: NewChat): Promise<Conversation> => {
  const named = title === undefined ? {} : { title }
  const [userId = ''] = userIds
  if (kind === 'direct') return session.conversations.startDirect({ userId })
  if (kind === 'group') return session.conversations.startGroup({ ...named, userIds, invitePolicy: 'admins' })
  return session.conversations.openRoom(named)
}

/** The chat of a path. */
export const chatOf = ({ session, params }: Call): Promise<Conversation> =>
  session.conversations.get({ conversationId: params['chat'] ?? '' })

/** One chat. */
export const getChat = async (call: Call): Promise<Reply> =>
  jsonReply(await wholeChat(call.session, await chatOf(call)))

/** Changes the title of a chat; an empty one takes it away. */
export const renameChat = async ({ session, params, request }: Call): Promise<Reply> => {
  const read = readTitle(await readFields(request))
  if ('wrong' in read) return wrongReply(read.wrong)
  const title = read.title === '' ? null : read.title
  const chat = await session.conversations.update({ conversationId: params['chat'] ?? '', title })
  return jsonReply(await wholeChat(session, chat))
}

/** Deletes a chat: a direct from my own view, any other for everybody. */
export const deleteChat = async ({ session, params }: Call): Promise<Reply> => {
  await session.conversations.delete({ conversationId: params['chat'] ?? '' })
  return noContent
}

/** Marks everything in a chat as read, and says how much that was: a hundred where it was more. */
export const markAsRead = async (call: Call): Promise<Reply> => {
  const { id: conversationId, lastSeq, me } = await chatOf(call)
  if (lastSeq > 0) await call.session.receipts.markRead({ conversationId, seq: lastSeq })
  return jsonReply({ status: 'success', marked_count: me.unread.count })
}

/** Tells the others that I am typing, or no longer. */
export const type = async ({ session, params, request }: Call): Promise<Reply> => {
  const { is_typing: typing = true } = await readFields(request)
  if (typeof typing !== 'boolean') return wrongReply({ is_typing: ['Must be a valid boolean.'] })
  await session.live.typing({ conversationId: params['chat'] ?? '', typing })
  return jsonReply({ status: 'success' })
}
