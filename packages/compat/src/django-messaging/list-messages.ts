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
export const pagedAtMost = 10_000

/** A page of a chat's messages, newest first, or oldest first with `order=asc`: by number, or before or after one of them. */
export const listMessages = async (call: Call, { settings }: House): Promise<Reply> => {
  const { session, url } = call
  const { id: conversationId } = await chatOf(call)
  const page = readPageNumber(url)
  const bounds = await boundsOf(call, conversationId)
  if (bounds === null) return wrongReply({ [neighbourIn(url) ?? 'before']: ['there is no such message'] })
  const size = settings.messagesPerPage
  if (page === null || page * size > pagedAtMost) return noSuchPage
  const found = await messagesIn(session, {
    conversationId,
    ...bounds,
    order: neighbourIn(url) === 'after' || url.searchParams.get('order') === 'asc' ? 'asc' : 'desc',
    showDeleted: settings.showDeleted,
    skip: (page - 1) * size,
    take: size,
  })
  if (page > 1 && found.messages.length === 0) return noSuchPage
  const [receipts, count] = await Promise.all([readersIn(session, conversationId), countIn(session, conversationId)])
  const profiles = profilesById(found.profiles)
  const results = inOrder(found.messages, url).map((message) => messageJson(message, profiles, receipts))
  const answer = numberedPage(url, { page, count, more: found.more }, results)
  const last = found.messages.at(-1)
  const neighbour = neighbourIn(url)
  if (neighbour === null || last === undefined) return jsonReply(answer)
  return jsonReply({ ...answer, next: found.more ? withParameter(url, neighbour, last.id) : null })
}

const neighbourIn = ({ searchParams }: URL): 'before' | 'after' | null => {
  if (searchParams.has('before')) return 'before'
  return searchParams.has('after') ? 'after' : null
}

/** What comes after a message is found oldest first, and told newest first like all else, unless asked for otherwise. */
const inOrder = (messages: readonly Message[], url: URL): readonly Message[] =>
  neighbourIn(url) === 'after' && url.searchParams.get('order') !== 'asc' ? messages.toReversed() : messages

/** Between which numbers the page lies; null where the message named is none of this chat. */
const boundsOf = async ({ session, url }: Call, conversationId: string) => {
  const name = neighbourIn(url)
  const messageId = name === null ? null : url.searchParams.get(name)
  if (name === null || messageId === null) return {}
  try {
    const message = await session.messages.get({ messageId })
    return message.conversationId === conversationId ? { [name]: message.seq } : null
  } catch (error) {
    if (isMsgError(error) && (error.code === 'not_found' || error.code === 'invalid')) return null
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
  for (;;) {
    const page = await session.messages.list({ ...query, ...bounds, limit: 100 })
    messages.push(...page.messages.filter(({ body }) => showDeleted || body !== null))
    profiles.push(...page.profiles)
    const last = page.messages.at(-1)?.seq
    if (!page.more || last === undefined || messages.length > skip + take) break
    bounds = query.order === 'desc' ? { before: last } : { after: last }
  }
  return { messages: messages.slice(skip, skip + take), profiles, more: messages.length > skip + take }
}

/** How many messages with a text there are. */
const countIn = async (session: Session, conversationId: string): Promise<number> => {
  const { rows } = await session.messages.stats({ conversationId, by: [] })
  return rows[0]?.count ?? 0
}
