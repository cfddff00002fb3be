/** Whole listings, page by page; small pages, so that there are several. */
import type { Change, Conversation, Member, Message, Session } from '@msg/core'

const page = 3

/** The whole inbox. */
export const allInbox = async (session: Session): Promise<readonly Conversation[]> => {
  const all: Conversation[] = []
  let after: string | null = null
  do {
    const read: Awaited<ReturnType<Session['inbox']['list']>> = await session.inbox.list({
      limit: page,
      ...(after === null ? {} : { after }),
    })
    all.push(...read.conversations)
    after = read.next
  } while (after !== null)
  return all
}

/** All members of a conversation. */
export const allMembers = async (session: Session, conversationId: string): Promise<readonly Member[]> => {
  const all: Member[] = []
  let after: string | null = null
  do {
    const read: Awaited<ReturnType<Session['members']['list']>> = await session.members.list({
      conversationId,
      limit: page,
      ...(after === null ? {} : { after }),
    })
    all.push(...read.members)
    after = read.next
  } while (after !== null)
  return all
}

/** All messages of a conversation, oldest first. */
export const allMessages = async (session: Session, conversationId: string): Promise<readonly Message[]> => {
  const all: Message[] = []
  for (let more = true; more;) {
    const after = all.at(-1)?.seq ?? 0
    const read = await session.messages.list({ conversationId, after, order: 'asc', limit: 10 })
    all.push(...read.messages)
    more = read.more
  }
  return all
}

/** All changes since a cursor, page by page, to the end. */
export const allChanges = async (session: Session, cursor: string, limit: number): Promise<readonly Change[]> => {
  const all: Change[] = []
  let after = cursor
  for (let more = true; more;) {
    const read = await session.live.read({ after, limit })
    all.push(...read.changes)
    after = read.cursor
    more = read.more
  }
  return all
}

/** All changes a subscription replays before it is ready. */
export const replayedChanges = async (session: Session, after: string): Promise<readonly Change[]> => {
  const all: Change[] = []
  for await (const event of session.live.subscribe({ after })) {
    if (event.type === 'ready') break
    if (event.type === 'resync') throw new Error('a short absence needs no resync')
    if (event.type === 'changes') all.push(...event.changes)
  }
  return all
}
