import { isMsgError, limits } from '@msg/core'
import type { Session, UserId } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { readFields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { chatOf, noContent } from './chats.ts'
import { wholeChat } from './house.ts'
import { readUsers } from './read-chat.ts'
import { wrongReply } from './refusals.ts'

/** Adds members, fifty at a time, and says how many were none before. Into a direct nobody is added. */
export const addMembers = async (call: Call): Promise<Reply> => {
  const read = readUsers(await readFields(call.request), 'user_ids')
  if ('wrong' in read) return wrongReply(read.wrong)
  const { id: conversationId, kind } = await chatOf(call)
  if (kind === 'direct') return wrongReply({ user_ids: ['a direct is with one other member'] })
  try {
    const count = await invited(call.session, conversationId, [...new Set(read.userIds)])
    return jsonReply({ status: 'success', added_count: count })
  } catch (error) {
    if (!isMsgError(error) || error.code !== 'not_found') throw error
    return wrongReply({ user_ids: ['there is no such user'] })
  }
}

const invited = async (session: Session, conversationId: string, userIds: readonly UserId[]): Promise<number> => {
  let count = 0
  for (let from = 0; from < userIds.length; from += limits.addedAtOnce) {
    const some = userIds.slice(from, from + limits.addedAtOnce)
    count += (await session.members.add({ conversationId, userIds: some })).added.length
  }
  return count
}

/** Removes a member; whoever removes themself leaves. */
export const removeMember = async ({ session, params }: Call): Promise<Reply> => {
  const member = { conversationId: params['chat'] ?? '', userId: params['user'] ?? '' }
  await (member.userId === session.me
    ? session.members.leave({ conversationId: member.conversationId })
    : session.members.remove(member))
  return noContent
}

/** Joins a room. */
export const joinChat = async ({ session, params }: Call): Promise<Reply> =>
  jsonReply(await wholeChat(session, await session.members.join({ conversationId: params['chat'] ?? '' })))

/** Leaves a group or a room. */
export const leaveChat = async ({ session, params }: Call): Promise<Reply> => {
  await session.members.leave({ conversationId: params['chat'] ?? '' })
  return jsonReply({ status: 'success' })
}
