import type { LinkParts } from '../parts.ts'
import { isWrittenThere } from './arrival.ts'
import type { WrittenMessage } from './arrival.ts'
import { bringInPast } from './bring-in-past.ts'
import { follow } from './follow.ts'
import { judge } from './loop-guard.ts'
import { fromHistory } from './remote-message.ts'
import type { RemoteMessage } from './remote-message.ts'

/** So many of the messages known are read again, for edits and deletions nobody told of. */
const readAgain = 500
/** More than this are not made up for. */
const mostMissed = 20_000
/** So many are brought in at once. */
const pageSize = 200

/** Takes in what was said while nobody listened, and what became of the newest messages known. */
export const catchUp = async (parts: LinkParts, after: number): Promise<void> => {
  const { store, link, room, signal, logger } = parts
  const floor = await store.remoteFloor(link.id, readAgain)
  const missed = await room.history({ after: Math.min(after, (floor ?? after + 1) - 1), limit: mostMissed, signal })
  if (missed.length === mostMissed) logger.warn('more was missed than is made up for', { link: link.id, mostMissed })
  for (let at = 0; at < missed.length; at += pageSize) {
    signal.throwIfAborted()
    await takePage(parts, await Promise.all(missed.slice(at, at + pageSize).map(fromHistory)))
  }
}

const takePage = async (parts: LinkParts, page: readonly RemoteMessage[]): Promise<void> => {
  const { store, link, newest } = parts
  const ids = page.map(({ id }) => id)
  const known = new Set(
    (await store.pairsOfRemote(link.id, ids)).flatMap(({ state, remoteId }) => (state === 'arriving' ? [] : remoteId)),
  )
  const fresh: WrittenMessage[] = []
  for (const remote of page)
    if (!known.has(remote.id) && isWrittenThere(remote) && (await judge(parts, remote)) === 'theirs') fresh.push(remote)
  await bringInPast(parts, fresh)
  const pairs = await store.pairsOfRemote(link.id, ids)
  for (const remote of page)
    for (const pair of pairs) if (pair.remoteId === remote.id) await follow(parts, remote, pair)
  newest.id = Math.max(newest.id, ...ids)
}
