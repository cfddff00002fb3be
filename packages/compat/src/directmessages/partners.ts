/** Whom somebody has directs with, and what is unread there. */
import { isErased } from '@msg/core'
import type { Conversation, Profile, Session, UserId } from '@msg/core'
import { pageLimit } from './direct.ts'

/** Somebody with whom there are messages to see. */
export interface Partner {
  readonly userId: UserId
  /** Absent for whom the directory no longer knows. */
  readonly profile: Profile | undefined
}

/** A page of partners, latest activity first. */
export interface PartnerPage {
  readonly partners: readonly Partner[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** As many partners as asked for, if there are: who is erased, and with whom nothing is left to see, is passed over. */
export const listPartners = async (
  session: Session,
  { limit, ...start }: { readonly limit: number; readonly after?: string },
): Promise<PartnerPage> => {
  const partners: Partner[] = []
  let { after } = start
  for (;;) {
    const wanted = limit - partners.length
    const bounds = after === undefined ? {} : { after }
    const page = await session.inbox.list({ kind: 'direct', limit: wanted, ...bounds })
    const seen = page.conversations.filter(({ lastMessage }) => lastMessage !== null)
    const found = seen.map((direct) => partnerIn(direct, session.me, page.profiles))
    partners.push(...found.filter(({ userId }) => !isErased(userId)))
    if (page.next === null || partners.length === limit) return { partners, next: page.next }
    after = page.next
  }
}

const partnerIn = (direct: Conversation, me: UserId, profiles: readonly Profile[]): Partner => {
  const userId = direct.memberIds.find((id) => id !== me) ?? me
  return { userId, profile: profiles.find(({ id }) => id === userId) }
}

/** What is unread from one partner. */
export interface PartnerUnread extends Partner {
  /** Exact up to {@link countedAtMost}, and that if there are more. */
  readonly count: number
}

/** Where counting what is unread from one partner stops. */
export const countedAtMost = 1_000

/**
 * The partners from whom something is unread. What is unread is known at once; of the inbox, only as much is looked at as it
 * takes to know from whom: a page or two, for what is unread is what was sent last.
 */
export const unreadPartners = async (session: Session): Promise<readonly PartnerUnread[]> => {
  const sought = await unreadConversations(session)
  const found: PartnerUnread[] = []
  for (let after: string | null = ''; after !== null && sought.size > 0;) {
    const page = await nextPage(session, after)
    for (const conversation of page.conversations) {
      if (!sought.delete(conversation.id) || conversation.kind !== 'direct') continue
      const count = await countUnread(session, conversation)
      if (count > 0) found.push({ ...partnerIn(conversation, session.me, page.profiles), count })
    }
    after = page.next
  }
  return found
}

const nextPage = (session: Session, after: string) =>
  session.inbox.list({ limit: pageLimit, ...(after === '' ? {} : { after }) })

const unreadConversations = async (session: Session): Promise<Set<string>> => {
  const ids = new Set<string>()
  for (let after: string | null = ''; after !== null;) {
    const page = await unreadPage(session, after)
    for (const { conversationId } of page.conversations) ids.add(conversationId)
    after = page.next
  }
  return ids
}

const unreadPage = (session: Session, after: string) =>
  session.inbox.unreadByConversation({ limit: pageLimit, ...(after === '' ? {} : { after }) })

/** Counted anew where the engine stopped counting. */
const countUnread = async (session: Session, { id: conversationId, me }: Conversation): Promise<number> => {
  if (!me.unread.capped) return me.unread.count
  let count = 0
  let after = me.readSeq
  for (;;) {
    const { messages, more } = await session.messages.list({ conversationId, after, order: 'asc', limit: pageLimit })
    count += messages.filter(({ authorId, body }) => authorId !== session.me && body !== null).length
    const last = messages.at(-1)
    if (!more || last === undefined || count >= countedAtMost) return Math.min(count, countedAtMost)
    after = last.seq
  }
}
