import { isMsgError } from '@msg/core'
import type { Message, Profile, Session } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import type { Call } from '../shared/surface.ts'
import { chatOf } from './chats.ts'
import type { House } from './house.ts'
import { messageJson, profilesById } from './json.ts'
import { readersIn } from './messages.ts'
import { numberedPage, readPageNumber, withParameter } from './numbered-pages.ts'
import { noSuchPage, wrongReply } from './refusals.ts'

/** Messages that pages by number reach; from there on it goes by `before`. */
const pagedAtMost = 10_000

/** A page of a chat's messages, newest first, or oldest first with `order=asc`: by number, or before or after one of them. */
export const listMessages = async (call: Call, { settings }: House): Promise<Reply> => {
  const { session, url } = call
  const { id: conversationId } = await chatOf(call)
  const [page, neighbour] = [readPageNumber(url), await neighbourOf(call, conversationId)]
  if (neighbour !== null && neighbour.seq === null)
    return wrongReply({ [neighbour.side]: ['there is no such message'] })
  const size = settings.messagesPerPage
  if (page === null || page * size > pagedAtMost) return noSuchPage
  const ascending = url.searchParams.get('order') === 'asc'
  const { messages, profiles, more } = await messagesIn(session, {
    conversationId,
    ...(neighbour === null ? {} : { [neighbour.side]: neighbour.seq }),
    order: ascending || neighbour?.side === 'after' ? 'asc' : 'desc',
    showDeleted: settings.showDeleted,
    skip: (page - 1) * size,
    take: size,
  })
  if (page > 1 && messages.length === 0) return noSuchPage
  const [receipts, count] = await Promise.all([readersIn(session, conversationId), countIn(session, conversationId)])
  const told = messages.map((message) => messageJson(message, profilesById(profiles), receipts))
  const newestFirst = neighbour?.side === 'after' && !ascending
  const answer = numberedPage(url, { page, count, more }, newestFirst ? told.toReversed() : told)
  const last = messages.at(-1)
  if (neighbour === null || last === undefined) return jsonReply(answer)
  return jsonReply({ ...answer, next: more ? withParameter(url, neighbour.side, last.id) : null })
}

/** A message to page from: `seq` is null where it is none of the chat. */
interface Neighbour {
  readonly side: 'before' | 'after'
  readonly seq: number | null
}

const neighbourOf = async ({ session, url }: Call, conversationId: string): Promise<Neighbour | null> => {
  const side = (['before', 'after'] as const).find((name) => url.searchParams.has(name))
  if (side === undefined) return null
  try {
    const message = await session.messages.get({ messageId: url.searchParams.get(side) ?? '' })
    return { side, seq: message.conversationId === conversationId ? message.seq : null }
  } catch (error) {
    if (isMsgError(error) && (error.code === 'not_found' || error.code === 'invalid')) return { side, seq: null }
    throw error
  }
}

interface Stretch {
  readonly conversationId: string
  readonly before?: number
  readonly after?: number
  readonly order: 'asc' | 'desc'
  readonly showDeleted: boolean
  readonly skip: number
  readonly take: number
}

/** Messages and whether there are more, read a hundred at a time from the first page on. */
const messagesIn = async (session: Session, { showDeleted, skip, take, ...query }: Stretch) => {
  const messages: Message[] = []
  const profiles: Profile[] = []
  let bounds: { readonly before?: number; readonly after?: number } = query
  let looked = 0
  do {
    const page = await session.messages.list({ ...query, ...bounds, limit: 100 })
    messages.push(...page.messages.filter(({ body }) => showDeleted || body !== null))
    profiles.push(...page.profiles)
    const last = page.messages.at(-1)?.seq
    if (!page.more || last === undefined || messages.length > skip + take) break
    bounds = query.order === 'desc' ? { before: last } : { after: last }
    looked += page.messages.length
  } while (looked <= pagedAtMost)
  return { messages: messages.slice(skip, skip + take), profiles, more: messages.length > skip + take }
}

/** How many messages with a text there are. */
const countIn = async (session: Session, conversationId: string): Promise<number> => {
  const { rows } = await session.messages.stats({ conversationId, by: [] })
  return rows[0]?.count ?? 0
}
