import { createMessaging } from '@msg/core'
import type { Message, Session } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import type { Check } from '../check.ts'
import { bigMessages, hubConversations, people, words } from './plan.ts'
import type { Size } from './plan.ts'
import type { Place } from './seed.ts'

/** What the public interface says of a load: counts, order, and that an id that was loaded is one that was used. */
export const verifySeed = async (place: Place, size: Size): Promise<readonly Check[]> => {
  await using messaging = createMessaging({ store: await openPostgres({ ...place, migrate: 'check' }) })
  const [hub, calm, crowd] = [people.hub, people.calm, 'm0'].map((name) => messaging.as(name))
  if (hub === undefined || calm === undefined || crowd === undefined) throw new Error('nobody is there')
  const [big] = (await crowd.inbox.list()).conversations
  const unread = await hub.inbox.unread()
  const oldest = await crowd.messages.list({ conversationId: big?.id ?? '', order: 'asc', limit: 100 })
  return [
    { says: 'the big conversation has a tenth of the messages', holds: big?.lastSeq === bigMessages(size) },
    { says: 'its first page is dense', holds: oldest.messages.every(({ seq }, index) => seq === index + 1) },
    { says: 'hub has all its conversations', holds: (await inboxLength(hub)) === hubConversations(size) },
    { says: 'its messages are found by their words', holds: await isFound(crowd) },
    { says: 'calm has read everything', holds: (await calm.inbox.unread()).conversations.count === 0 },
    { says: 'hub has not', holds: unread.conversations.count > 0 && unread.conversations.count <= people.unread },
    {
      says: 'sending a loaded message again is a repeat',
      holds: await isRepeat(messaging.as(oldest.messages[0]?.authorId ?? 'm0'), oldest.messages[0]),
    },
  ]
}

const isFound = async (session: Session): Promise<boolean> => {
  const { hits } = await session.messages.search({ query: words.frequent, limit: 10 })
  return hits.length === 10
}

const inboxLength = async (session: Session): Promise<number> => {
  let length = 0
  let after: string | null = null
  do {
    const page = await session.inbox.list({ limit: 100, ...(after === null ? {} : { after }) })
    length += page.conversations.length
    after = page.next
  } while (after !== null)
  return length
}

const isRepeat = async (session: Session, message: Message | undefined): Promise<boolean> => {
  if (message === undefined || message.body === null) return false
  let replayed = false
  const { id, conversationId, body } = message
  await session.messages.send({ id, conversationId, body }, { onReplay: () => (replayed = true) })
  return replayed
}
