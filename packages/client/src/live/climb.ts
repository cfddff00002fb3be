import type { Clock } from '@msg/core'
import type { Ladder } from './ladder.ts'
import { pause } from './pause.ts'
import type { Carrier } from './transport.ts'

/** Who climbs. */
export interface Climber {
  readonly ladder: Ladder
  readonly clock: Clock
  /** What is used meanwhile. */
  readonly carrier: Carrier
  /** Called once when something better works: it is used from now on. */
  readonly onClimb: () => void
}

/**
 * While something is live over a link, tries from time to time whether something better works by now: so it need not be given up to
 * find out. Ends when the signal fires.
 */
export const keepClimbing = async (
  { ladder, clock, carrier, onClimb }: Climber,
  signal: AbortSignal,
): Promise<void> => {
  let rest = ladder.settle(carrier)
  while (ladder.above(carrier).length > 0) {
    await pause(rest, clock, signal)
    for (const better of ladder.above(carrier)) {
      if (signal.aborted) return
      if (await greets(better, signal)) {
        ladder.climb(carrier, better)
        return onClimb()
      }
    }
    if (signal.aborted) return
    rest = ladder.climb(carrier)
  }
}

/** Whether a server greets over a carrier, before the signal fires. */
const greets = async (carrier: Carrier, signal: AbortSignal): Promise<boolean> => {
  let greeted = false
  const link = carrier.open({
    wanted: () => ({}),
    onFrame: ({ type }) => {
      greeted ||= type === 'hello'
      if (greeted) link.close()
    },
  })
  signal.addEventListener('abort', link.close)
  await link.ended
  signal.removeEventListener('abort', link.close)
  return greeted && !signal.aborted
}
