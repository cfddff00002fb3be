import type { Clock } from '@msg/core'
import type { Blame, Carrier } from './transport.ts'

/** Which transport is used: one rung down when it lets nothing through, and up again after a while. */
export interface Ladder {
  /** The one to use now; undefined when there is none here. */
  current(): Carrier | undefined
  /** Takes note of what spoke against a carrier, if anything did. Answers whether another one is to be used at once. */
  learn(carrier: Carrier, blame: Blame | undefined): boolean
  /**
   * Takes note that something is live over a carrier. Answers the milliseconds before those above it are to be tried: 0
   * where one of them was live last, for only an outage may have brought it down.
   */
  settle(carrier: Carrier): number
  /** Those better than a carrier, best first. */
  above(carrier: Carrier): readonly Carrier[]
  /**
   * Takes note of which of those above a carrier works, and uses it from now on, or that none does. Answers the
   * milliseconds before the next try.
   */
  climb(carrier: Carrier, better?: Carrier): number
}

/** Milliseconds before something better is tried again. */
const climbAfter = 60_000

/** Failures since something was live that count against a transport: one may have been the network. */
const enough = 2

/** A ladder of carriers, best first. */
export const createLadder = (carriers: readonly Carrier[], clock: Clock): Ladder => {
  let rungs = carriers
  let at = 0
  let since = 0
  let failures = 0
  /** What was live last; what is live below it takes its place once it has tried whatever is above itself. */
  let home: Carrier | undefined
  const above = (carrier: Carrier | undefined): readonly Carrier[] =>
    carrier === undefined ? [] : rungs.slice(0, Math.max(0, rungs.indexOf(carrier)))
  const use = (carrier: Carrier | undefined): void => {
    at = above(carrier).length
    since = clock.now()
  }
  return {
    above,
    current() {
      if (at > 0 && clock.now() - since >= climbAfter) {
        use(rungs[0])
        // What failed before has one try.
        failures = enough - 1
      }
      return rungs[at]
    },
    learn(carrier, blame) {
      const rung = rungs.indexOf(carrier)
      if (blame === 'unable') {
        rungs = rungs.filter((other) => other !== carrier)
        if (rung >= 0 && rung < at) at -= 1
        return rungs.length > at
      }
      // Another link has learnt it.
      if (rung !== at) return rung < at
      if (blame === undefined) return false
      failures += blame === 'broken' ? 1 : enough
      if (failures < enough) return false
      const next = rungs[at + 1]
      // Where nothing gets through at all, it is no fault of the transport that worked before.
      use(next ?? home)
      return next !== undefined
    },
    settle(carrier) {
      failures = 0
      if (above(carrier).some((better) => better === home)) return 0
      home = carrier
      return climbAfter
    },
    climb(carrier, better = rungs[at]) {
      home = carrier
      use(better)
      return climbAfter
    },
  }
}
