import type { Pair } from '../bridge-store.ts'
import { localIdOf } from '../link.ts'
import { called } from '../local-call.ts'
import { recoverPosts } from '../outward/recover.ts'
import { settled } from '../outward/settled.ts'
import { showSign, signs } from '../outward/signs.ts'
import type { LinkParts } from '../parts.ts'
import type { PostUnderWay, Reached } from './relay-memo.ts'

/** Of what others brought in, so many messages are known from then on, for their edits and the replies to them. */
const readBack = 500

/**
 * Learns what became of the link since this memory saw it last, before anything is done: from what the one before left, and from
 * the room. Resolves once the host knows that this memory knows.
 */
export const learn = async (parts: Omit<LinkParts, 'done'>): Promise<LinkParts> => {
  const { claim, store, link, me } = parts
  const { memory, here, there, underWay } = claim.memo
  const own = await store.id()
  const isOther = memory !== own
  if (isOther && here !== null) await learnHere(parts, here)
  if (isOther && there !== null) await learnThere(parts, there)
  const learned = isOther ? await learnPosts(parts, underWay) : []
  const [cursor, remote] = await Promise.all([store.localCursor(link.id), store.cursor(link.id)])
  parts.newest.id = Math.max(remote?.messageId ?? 0, there?.upTo ?? 0)
  const knowing = { ...parts, done: cursor?.done ?? 0 }
  await recoverPosts(knowing)
  await tellUnknown(knowing, learned)
  await settleOthers(knowing)
  await claim.write({
    memory: own,
    accounts: [...new Set([...claim.memo.accounts, me])],
    here: cursor === null ? null : { from: cursor.from, upTo: Math.max(cursor.done, here?.upTo ?? 0) },
    there: there ?? reachedBefore(remote?.messageId ?? null),
    underWay: [],
  })
  return knowing
}

/** Where a link stands in the room that this memory knows and the host does not. */
const reachedBefore = (messageId: number | null): Reached | null =>
  messageId === null ? null : { from: messageId, upTo: messageId }

/** What was said up to there is not this memory's to post. A memory that never saw the link begins there. */
const learnHere = async ({ store, service, link }: Omit<LinkParts, 'done'>, { from, upTo }: Reached): Promise<void> => {
  const cursor = await store.localCursor(link.id)
  const { conversationId } = link
  const begun = cursor ?? { from, seq: upTo, revision: (await service.conversations.get({ conversationId })).revision }
  await store.moveLocalCursor(link.id, { ...begun, done: upTo, seq: Math.max(begun.seq, upTo) })
}

/** A memory that never saw the link reads the newest messages again: the host knows by their ids which were brought in. */
const learnThere = async (parts: Omit<LinkParts, 'done'>, { from, upTo }: Reached): Promise<void> => {
  const { store, link, room, signal, service } = parts
  if ((await store.cursor(link.id)) !== null) return
  const newest = await room.history({ after: from, limit: readBack, signal })
  // Deleted since, they are not brought in: what is here of them goes.
  for (const message of newest)
    if ((await message.content) === null)
      await called(parts, () => service.messages.retract({ messageId: localIdOf(link, message.id) }))
  await store.moveCursor(link.id, { eventId: null, messageId: Math.min(upTo, (newest[0]?.id ?? upTo + 1) - 1) })
}

/**
 * The posts that were under way when the last holder ended. It may only be asleep, with a request still on its way; so
 * the outcome of a post that is not found in the room is unknown, for ever or until it is seen. Answers the pairs that
 * this memory did not have.
 */
const learnPosts = async (
  { store, link }: Omit<LinkParts, 'done'>,
  underWay: readonly PostUnderWay[],
): Promise<readonly Pair[]> => {
  const known = underWay.length === 0 ? [] : await store.pairsOf(underWay.map(({ messageId }) => messageId))
  const isKnown = (post: PostUnderWay): boolean =>
    known.some((pair) => pair.link === link.id && pair.messageId === post.messageId && pair.part === post.part)
  const learned = underWay.filter((post) => !isKnown(post)).map((post) => learnedPair(link.id, post))
  await store.save(learned)
  return learned
}

const learnedPair = (link: string, post: PostUnderWay): Pair => ({
  ...post,
  link,
  origin: 'local',
  state: post.remoteId === null ? 'unknown' : 'paired',
  edits: 0,
  starred: false,
  starShown: false,
  reason: post.remoteId === null ? 'taken over' : null,
})

/** Shows on the messages whose posts nobody can tell the end of that it is so. */
const tellUnknown = async (parts: LinkParts, learned: readonly Pair[]): Promise<void> => {
  const open = await parts.store.unsettled(parts.link.id)
  const unknown = open.filter(({ messageId, part }) =>
    learned.some((pair) => pair.messageId === messageId && pair.part === part),
  )
  for (const messageId of new Set(unknown.map((pair) => pair.messageId)))
    await showSign(parts, messageId, signs.undelivered)
}

const atOnce = 200

/** What waits in this memory's queue and others have dealt with meanwhile leaves it. */
const settleOthers = async (parts: LinkParts): Promise<void> => {
  const { store, link, done } = parts
  const rows = (await store.queued(link.id, atOnce)).filter(({ seq }) => seq <= done)
  const pairs = rows.length === 0 ? [] : await store.pairsOf(rows.map(({ messageId }) => messageId))
  const isOurs = (id: string): boolean => pairs.some((pair) => pair.link === link.id && pair.messageId === id)
  for (const row of rows) if (!isOurs(row.messageId)) await settled(parts, row)
}
