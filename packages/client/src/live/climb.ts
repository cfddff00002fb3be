import type { Clock } from '@msg/core'
import { climbAfter } from './ladder.ts'
import type { Ladder } from './ladder.ts'
import type { Carrier, Link } from './transport.ts'

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
 * While a link is open, tries from time to time whether something better works by now: so it need not be given up to find
 * out. Returns what stops it.
 */
export const keepClimbing = ({ ladder, clock, carrier, onClimb }: Climber): (() => void) => {
  let over = false
  let probe: Link | undefined
  const attempt = async (): Promise<void> => {
    for (const better of ladder.above(carrier)) {
      if (over) return
      const greeted = await greets(better, (link) => (probe = link))
      if (over) return
      if (greeted) {
        ladder.climb(better)
        return onClimb()
      }
    }
    ladder.stay()
    wait()
  }
  let cancel: (() => void) | null = null
  const wait = (): void => {
    if (ladder.above(carrier).length > 0) cancel = clock.after(climbAfter, () => void attempt())
  }
  wait()
  return () => {
    over = true
    cancel?.()
    probe?.close()
  }
}

/** Whether a server greets over a carrier. */
const greets = async (carrier: Carrier, onOpen: (link: Link) => void): Promise<boolean> => {
  let greeted = false
  const link = carrier.open({
    wanted: () => ({}),
    onFrame: ({ type }) => {
      greeted ||= type === 'hello'
      if (greeted) link.close()
    },
  })
  onOpen(link)
  await link.ended
  return greeted
}
