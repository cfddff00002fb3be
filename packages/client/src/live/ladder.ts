import type { Clock } from '@msg/core'
import type { Blame, Carrier } from './transport.ts'

/** Which transport is used: one rung down when it lets nothing through, and up again after a while. */
export interface Ladder {
  /** The one to use now; undefined when there is none here. */
  current(): Carrier | undefined
  /** Learns what spoke against a carrier, or that nothing did. Whether another one is to be used at once. */
  learn(carrier: Carrier, blame: Blame | undefined): boolean
  /** Those better than a carrier, best first. */
  above(carrier: Carrier): readonly Carrier[]
  /** Uses this one from now on. */
  climb(carrier: Carrier): void
  /** Stays where it is for another while. */
  stay(): void
}

/** Milliseconds before something better is tried again. */
export const climbAfter = 60_000

/** Failures in a row that count against a transport: one may have been the network. */
const enough = 2

/** A ladder of carriers, best first. */
export const createLadder = (carriers: readonly Carrier[], clock: Clock): Ladder => {
  let rungs = carriers
  let at = 0
  let since = 0
  let failures = 0
  const stand = (rung: number, failed = 0): void => {
    at = rung
    since = clock.now()
    failures = failed
  }
  return {
    current() {
      // What failed before has one try.
      if (at > 0 && clock.now() - since >= climbAfter) stand(0, enough - 1)
      return rungs[at]
    },
    learn(carrier, blame) {
      const rung = rungs.indexOf(carrier)
      if (blame === 'unable') {
        rungs = rungs.filter((other) => other !== carrier)
        if (rung < at) stand(at - 1)
        return rungs.length > at
      }
      if (rung !== at) return true
      if (blame === undefined) failures = 0
      else failures += blame === 'stuck' ? enough : 1
      if (failures < enough || at + 1 >= rungs.length) return false
      stand(at + 1)
      return true
    },
    above: (carrier) => rungs.slice(0, Math.max(0, rungs.indexOf(carrier))),
    climb: (carrier) => stand(Math.max(0, rungs.indexOf(carrier))),
    stay: () => stand(at),
  }
}
