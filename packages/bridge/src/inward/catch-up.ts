import type { LinkParts } from '../parts.ts'
import { fromHistory } from './remote-message.ts'
import { take } from './take.ts'

/** So many messages before the newest known one are read again, for edits and deletions nobody told of. */
const readAgain = 500
/** More than this are not made up for. */
const mostMissed = 20_000

/** Takes in what was said while nobody listened, and what became of the newest messages known. */
export const catchUp = async (parts: LinkParts, after: number): Promise<void> => {
  const { store, link, room, signal, logger } = parts
  const floor = await store.remoteFloor(link.id, readAgain)
  const missed = await room.history({ after: Math.min(after, (floor ?? after + 1) - 1), limit: mostMissed, signal })
  if (missed.length === mostMissed) logger.warn('more was missed than is made up for', { link: link.id, mostMissed })
  for (const message of missed) {
    signal.throwIfAborted()
    await take(parts, await fromHistory(message))
  }
}
