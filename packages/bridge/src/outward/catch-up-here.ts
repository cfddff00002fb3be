import type { ListMessagesInput, Message } from '@msg/core'
import type { LocalCursor } from '../bridge-store.ts'
import type { LinkParts } from '../parts.ts'

/** So many of the newest messages are looked at for changes nobody heard of. */
const lookedAt = 500
const pageSize = 100

/** A link that never ran begins with what is said from now on. */
const beginHere = async (parts: LinkParts): Promise<LocalCursor> => {
  const { conversationId } = parts.link
  const { lastSeq } = await parts.service.conversations.get({ conversationId })
  await parts.claim.write({ here: { from: lastSeq, upTo: lastSeq } })
  return move(parts, { from: lastSeq, done: lastSeq, seq: lastSeq, revision: 0 })
}

/** Queues what was said while nobody listened, and what became of the newest messages known. Answers where that ends. */
export const catchUpHere = async (parts: LinkParts): Promise<LocalCursor> => {
  const cursor = await parts.store.localCursor(parts.link.id)
  if (cursor === null) return beginHere(parts)
  // What changes from here on, the watch tells: the newest page is read before all others.
  const newest = await page(parts, { order: 'desc' })
  const revision = newest.messages.reduce((highest, message) => Math.max(highest, message.revision), cursor.revision)
  await queueChanged(parts, cursor)
  return move(parts, { ...cursor, revision, seq: await queueNew(parts, cursor.seq) })
}

/** Newest first: for changes there are only two minutes. */
const queueChanged = async (parts: LinkParts, { from, seq, revision }: LocalCursor): Promise<void> => {
  for (let before = seq + 1, more = true, left = lookedAt; more && left > 0; left -= pageSize) {
    const { messages, more: further } = await page(parts, { before, after: from, order: 'desc' })
    await queue(
      parts,
      messages.filter((message) => message.revision > revision),
    )
    before = messages.at(-1)?.seq ?? before
    more = further
  }
}

/** In order, as they are posted; answers the number of the last. */
const queueNew = async (parts: LinkParts, known: number): Promise<number> => {
  let after = known
  for (let more = true; more;) {
    parts.signal.throwIfAborted()
    const { messages, more: further } = await page(parts, { after, order: 'asc' })
    await queue(parts, messages)
    after = messages.at(-1)?.seq ?? after
    more = further
  }
  return after
}

const page = ({ service, link, signal }: LinkParts, wanted: Omit<ListMessagesInput, 'conversationId'>) =>
  service.messages.list({ conversationId: link.conversationId, limit: pageSize, ...wanted }, { signal })

const queue = async ({ store, link }: LinkParts, messages: readonly Message[]): Promise<void> => {
  for (const { id: messageId, seq, revision } of messages)
    await store.enqueue({ link: link.id, messageId, seq, revision })
}

const move = async ({ store, link }: LinkParts, cursor: LocalCursor): Promise<LocalCursor> => {
  await store.moveLocalCursor(link.id, cursor)
  return cursor
}
