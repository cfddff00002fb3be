/** The direct of two users as a list of messages with the times at which they were read. */
import { directId } from '@msg/core'
import type { ConversationId, Message, ReadAdvance, Session, Timestamp, UserId } from '@msg/core'
import { unless } from '../shared/unless.ts'

/** A message with what its reader did. */
export interface ReadMessage {
  readonly message: Message
  /** Whom it was sent to. */
  readonly to: UserId
  /** When they read it; null while they have not. */
  readonly readAt: Timestamp | null
}

/** Which messages of a direct, newest first. */
export interface DirectPageQuery {
  readonly partner: UserId
  /** Only messages below this number. */
  readonly before?: number
  /** At most {@link pageLimit}. */
  readonly limit: number
}

/** A page of a direct. What was taken back is not on it, so that it may be short. */
export interface DirectPage {
  readonly messages: readonly ReadMessage[]
  /** The number at which to go on; null on the last page. */
  readonly next: number | null
}

/** A page of my direct with somebody; empty where there is none. Three round trips at most. */
export const readDirect = async (session: Session, { partner, ...page }: DirectPageQuery): Promise<DirectPage> => {
  const conversationId = directId(session.me, partner)
  const found = await unless(session.messages.list({ conversationId, ...page }), 'not_found')
  const [first, last] = [found?.messages[0], found?.messages.at(-1)]
  if (found === null || first === undefined || last === undefined) return { messages: [], next: null }
  const timesOf = await readTimes(session, { conversationId, partner, from: last.seq, to: first.seq })
  const kept = found.messages.filter(({ body }) => body !== null)
  return {
    messages: kept.map((message) => {
      const to = message.authorId === session.me ? partner : session.me
      return { message, to, readAt: timesOf(to, message.seq) }
    }),
    next: found.more ? last.seq : null,
  }
}

/** Above every message number. */
const endless = 2 ** 31 - 1

/** How many messages, and advances, are asked for at once. */
export const pageLimit = 100

/** The newest so many messages of my direct with somebody, newest first: three round trips a hundred. */
export const readNewest = async (
  session: Session,
  partner: UserId,
  limit = Infinity,
): Promise<readonly ReadMessage[]> => {
  const all: ReadMessage[] = []
  for (let before: number | null = endless; before !== null && all.length < limit;) {
    const wanted = Math.min(pageLimit, limit - all.length)
    const page: DirectPage = await readDirect(session, { partner, before, limit: wanted })
    all.push(...page.messages)
    before = page.next
  }
  return all
}

/** Marks everything in my direct with somebody as read, in one statement; nothing happens where there is none. */
export const markDirectRead = async (session: Session, partner: UserId): Promise<void> => {
  const conversationId = directId(session.me, partner)
  await unless(session.receipts.markRead({ conversationId, seq: endless }), 'not_found')
}

interface TimesQuery {
  readonly conversationId: ConversationId
  readonly partner: UserId
  /** The first message number that will be asked about … */
  readonly from: number
  /** … and the last. */
  readonly to: number
}

/** When each of the two read a message. */
const readTimes = async (session: Session, { partner, ...range }: TimesQuery) => {
  const [mine, theirs] = await Promise.all([
    readsOf(session, { ...range, userId: session.me }),
    readsOf(session, { ...range, userId: partner }),
  ])
  return (reader: UserId, seq: number): Timestamp | null =>
    (reader === partner ? theirs : mine).find((read) => read.seq >= seq)?.at ?? null
}

/** How one of them read on within a range: mostly one call, for there is rarely more than one advance a message. */
const readsOf = async (
  session: Session,
  { to, ...query }: Omit<TimesQuery, 'partner'> & { readonly userId: UserId },
): Promise<readonly ReadAdvance[]> => {
  const all: ReadAdvance[] = []
  for (let { from } = query; ;) {
    const { reads, more } = await session.receipts.reads({ ...query, from, limit: pageLimit })
    all.push(...reads)
    const last = reads.at(-1)
    if (!more || last === undefined || last.seq >= to) return all
    from = last.seq + 1
  }
}
