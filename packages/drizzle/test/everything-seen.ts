import type { Session } from '@msg/core'

/** All that somebody can read, page by page, as one value. What names a place in the database, and not what is there, is left out. */
export const everythingSeenBy = async (session: Session): Promise<unknown> => {
  const active = await session.inbox.list({ limit: 100 })
  const left = await session.inbox.list({ status: 'left', limit: 100 })
  const conversations: unknown[] = []
  for (const { id } of [...active.conversations, ...left.conversations])
    conversations.push(await conversationSeen(session, id))
  return {
    active: active.conversations,
    left: left.conversations,
    conversations,
    unread: await session.inbox.unread({}),
    blocked: (await session.people.blocked({})).blocks,
    records: await recordsOf(session),
  }
}

const conversationSeen = async (session: Session, conversationId: string): Promise<unknown> => {
  const { members } = await session.members.list({ conversationId, limit: 100 })
  const messages = await messagesSeen(session, conversationId)
  const edited = messages.filter(({ editedAt }) => editedAt !== null)
  const revisions: unknown[] = []
  for (const { id } of edited) revisions.push((await session.messages.revisions({ messageId: id })).revisions)
  return { members, messages, revisions }
}

const messagesSeen = async (session: Session, conversationId: string) => {
  const seen = []
  for (let after = 0; ;) {
    const { messages, more } = await session.messages.list({ conversationId, after, order: 'asc', limit: 100 })
    seen.push(...messages)
    after = messages.at(-1)?.seq ?? 0
    if (!more) return seen
  }
}

const recordsOf = async (session: Session): Promise<readonly unknown[]> => {
  const all: unknown[] = []
  for (let after: string | null | undefined; after !== null;) {
    const { records, next } = await session.account.export(after === undefined ? {} : { after })
    all.push(...records)
    after = next
  }
  return all
}
