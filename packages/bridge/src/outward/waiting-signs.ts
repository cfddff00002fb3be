import type { LinkParts } from '../parts.ts'
import { clearSign, showSign, signs } from './signs.ts'

/** Waits shorter than this are not worth a sign. */
const noticeable = 2_000
const queueLimit = 200

/** While the server makes the account wait, shows on what waits that it does. */
export const showWaiting = async (parts: LinkParts, waitingUntil: number | null): Promise<void> => {
  const { store, link, clock } = parts
  if (waitingUntil === null || waitingUntil - clock.now() < noticeable) return
  for (const row of await store.queued(link.id, queueLimit)) {
    if (row.marked) continue
    const pairs = (await store.pairsOf([row.messageId])).filter((pair) => pair.link === link.id)
    if (pairs.some(({ state, origin }) => state !== 'posting' || origin === 'remote')) continue
    await store.mark(row)
    await showSign(parts, row.messageId, signs.waiting)
    // Sent in the meantime, it does not wait any more.
    const still = await store.queued(link.id, queueLimit)
    if (!still.some(({ messageId }) => messageId === row.messageId))
      await clearSign(parts, row.messageId, signs.waiting)
  }
}
