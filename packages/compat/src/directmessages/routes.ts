/** The lines of the surface. Its own order of checks: who asks, whether the partner exists, then the body. */
import { MsgError } from '@msg/core'
import type { Session, UserId } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { detailReply } from '../shared/detail.ts'
import { messageNumbers } from '../shared/message-numbers.ts'
import type { MessageNumbers } from '../shared/message-numbers.ts'
import { pageLinks, readPageStart } from '../shared/page-links.ts'
import type { PageStart } from '../shared/page-links.ts'
import { readFields } from '../shared/read-fields.ts'
import type { Call, SurfaceRoute } from '../shared/surface.ts'
import { unless } from '../shared/unless.ts'
import { userIdToJson } from '../shared/user-id.ts'
import { contentOf } from './content.ts'
import { markDirectRead, readDirect, readNewest } from './direct.ts'
import { messagesToJson } from './message-json.ts'
import { operations } from './operations.ts'
import { listPartners, unreadPartners } from './partners.ts'
import type { Partner } from './partners.ts'

const pageSize = 50

const numbersOf = ({ messaging }: Call): MessageNumbers => messageNumbers(messaging, 'directmessages')

const unread = async ({ session }: Call): Promise<Reply> => {
  const partners = await unreadPartners(session)
  const count = partners.reduce((sum, partner) => sum + partner.count, 0)
  return jsonReply({ id: userIdToJson(session.me), count })
}

const partners = async ({ session, url }: Call): Promise<Reply> => {
  const start = pageStart(url)
  const after = start.at(-1)
  const page = await listPartners(session, { limit: pageSize, ...(after === undefined ? {} : { after }) })
  return jsonReply({ ...pageLinks(url, start, page.next), results: page.partners.map(partnerToJson) })
}

const partnerToJson = ({ userId, profile }: Partner) => ({
  id: userIdToJson(userId),
  username: profile?.username ?? userId,
  first_name: profile?.firstName ?? '',
  last_name: profile?.lastName ?? '',
})

const partnersUnread = async ({ session }: Call): Promise<Reply> => {
  const found = await unreadPartners(session)
  return jsonReply(
    found.map(({ userId, profile, count }) => ({
      partner_id: userIdToJson(userId),
      partner_username: profile?.username ?? userId,
      unread_count: count,
    })),
  )
}

/** Reads everything, not this page only; not when a foreign page asks. */
const conversation = async (call: Call): Promise<Reply> => {
  const { session, url } = call
  const partner = await existingUser(call)
  const start = pageStart(url)
  const before = beforeOf(start.at(-1))
  if (!call.foreign) await markDirectRead(session, partner)
  const page = await readDirect(session, { partner, limit: pageSize, ...before })
  const results = await messagesToJson(page.messages, session.me, numbersOf(call))
  return jsonReply({ ...pageLinks(url, start, page.next === null ? null : String(page.next)), results })
}

const converse = async (call: Call): Promise<Reply> => {
  const { session } = call
  const partner = await existingUser(call)
  const content = contentOf((await readFields(call.request))['content'])
  if (content === null) return contentRequired
  await sendTo(session, partner, content)
  await markDirectRead(session, partner)
  const all = await readNewest(session, partner)
  return jsonReply(await messagesToJson(all, session.me, numbersOf(call)), 201)
}

const send = async (call: Call): Promise<Reply> => {
  const partner = await existingUser(call)
  const content = contentOf((await readFields(call.request))['content'])
  if (content === null) return contentRequired
  const message = await sendTo(call.session, partner, content)
  const [json] = await messagesToJson([{ message, to: partner, readAt: null }], call.session.me, numbersOf(call))
  return jsonReply(json, 201)
}

/** From the asker's own view; the other one still sees it. */
const remove = async (call: Call): Promise<Reply> => {
  const messageId = await numbersOf(call).idOf(call.params['id'] ?? '')
  const hidden = messageId === null ? null : await unless(call.session.messages.hide({ messageId }), 'not_found')
  if (hidden === null) return detailReply(404, 'Message not found or not authorized.')
  return { status: 204, headers: {}, body: null }
}

const contentRequired = detailReply(400, 'content is required')

const sendTo = async (session: Session, partner: UserId, body: string) =>
  (await session.messages.sendToUsers({ userIds: [partner], body })).message

/** The user named in the path. @throws not_found */
const existingUser = async ({ session, params }: Call): Promise<UserId> => {
  const userId = params['user'] ?? ''
  const people = await unless(session.people.get({ userIds: [userId] }), 'invalid')
  if (people === null || people.profiles.length === 0) throw new MsgError('not_found', 'there is no such user')
  return userId
}

const pageStart = (url: URL): PageStart => readPageStart(url) ?? wrongCursor()

/** Pages of a conversation begin below a message number. */
const beforeOf = (place: string | undefined): { readonly before?: number } => {
  if (place === undefined) return {}
  return /^[1-9]\d{0,8}$/.test(place) ? { before: Number(place) } : wrongCursor()
}

const wrongCursor = (): never => {
  throw new MsgError('invalid_cursor', 'the cursor is none of this list')
}

/** Every line; of two paths that fit, the first one counts. */
export const directmessagesRoutes: readonly SurfaceRoute[] = [
  { method: 'GET', path: '/unread/', operation: operations.unread, answer: unread },
  { method: 'GET', path: '/conversations/', operation: operations.partners, answer: partners },
  { method: 'GET', path: '/conversations/unread/', operation: operations.partnersUnread, answer: partnersUnread },
  { method: 'GET', path: '/conversations/:user/', operation: operations.conversation, answer: conversation },
  { method: 'POST', path: '/conversations/:user/', operation: operations.converse, answer: converse },
  { method: 'DELETE', path: '/messages/:id/', operation: operations.remove, answer: remove },
  { method: 'POST', path: '/send/:user/', operation: operations.send, answer: send },
]
