import { isStackExchangeError } from '@msg/stackexchange'
import type { Pair, QueuedMessage } from '../bridge-store.ts'
import type { Bell } from '../bell.ts'
import type { LinkParts } from '../parts.ts'
import { pause } from '../pause.ts'
import { change } from './change.ts'
import { postNext } from './post-next.ts'
import { settled } from './settled.ts'
import { reachedHere } from './under-way.ts'

const queueLimit = 200
const longestPause = 300_000

/** A queued message with what is known of it in this link. */
interface Known {
  readonly row: QueuedMessage
  readonly pairs: readonly Pair[]
}

const readQueue = async ({ store, link }: LinkParts): Promise<readonly Known[]> => {
  const rows = await store.queued(link.id, queueLimit)
  const pairs = rows.length === 0 ? [] : await store.pairsOf(rows.map(({ messageId }) => messageId))
  return rows.map((row) => ({
    row,
    pairs: pairs
      .filter((pair) => pair.link === link.id && pair.messageId === row.messageId)
      .toSorted((a, b) => a.part - b.part),
  }))
}

/** One step of a lane: whether it did something, or until when it had better not try again. */
type Step = { readonly did: boolean } | { readonly until: Date | null }

/** Posts what is new, in order, one after the other. */
export const postingLane = (parts: LinkParts, bell: Bell): Promise<void> =>
  runLane(parts, bell, async () => {
    const cursor = await parts.store.localCursor(parts.link.id)
    const queue = await readQueue(parts)
    // What is queued is so before the cursor moves.
    if (queue.length === 0 && cursor !== null) reachedHere(parts, cursor.seq)
    const fresh = queue.filter(({ pairs }) => pairs.length === 0).map(({ row }) => row)
    const outcome = await postNext(parts, fresh)
    return outcome?.status === 'retry' ? { until: outcome.until } : { did: outcome !== null }
  })

/** Changes what was posted before, beside the posting: for that there are only two minutes. */
export const changingLane = (parts: LinkParts, bell: Bell): Promise<void> =>
  runLane(parts, bell, async () => {
    const known = (await readQueue(parts)).filter(
      ({ pairs }) => pairs.length > 0 && pairs.every(({ state }) => state !== 'posting' && state !== 'arriving'),
    )
    for (const { row, pairs } of known) {
      if (!(await change(parts, row, pairs))) return { until: null }
      await settled(parts, row)
    }
    return { did: known.length > 0 }
  })

/** Runs steps until the link ends; waits for the bell when there is nothing to do, and longer each time when it fails. */
const runLane = async (parts: LinkParts, bell: Bell, step: () => Promise<Step>): Promise<void> => {
  const { clock, signal } = parts
  for (let failures = 0; !signal.aborted;) {
    const result = await attempted(parts, step)
    if ('did' in result) {
      failures = 0
      if (!result.did) await bell.wait()
      continue
    }
    failures += 1
    const ms = Math.min(2 ** failures * 1_000, longestPause)
    const told = result.until === null ? 0 : Math.min(result.until.getTime() - clock.now(), longestPause)
    await pause(clock, { ms: Math.max(ms, told), signal })
  }
}

/** What the remote server or the database refuses is tried again; nothing that waits is ever lost by it. */
const attempted = async ({ logger, link, signal }: LinkParts, step: () => Promise<Step>): Promise<Step> => {
  try {
    return await step()
  } catch (error) {
    if (signal.aborted) return { until: null }
    const code = isStackExchangeError(error) ? error.code : 'unexpected'
    logger.warn('a link cannot go on; trying again', { link: link.id, code })
    return { until: isStackExchangeError(error) ? error.until : null }
  }
}
