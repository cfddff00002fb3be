import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import { fakeDirectory } from '../fakes.ts'
import type { OpenSessionHost, SessionHost } from '../session-conformance/host.ts'
import { anyHistory, historiesOf, memberVerbs, people } from './command.ts'
import { runRace } from './parallel.ts'
import { runHistory } from './sequential.ts'

/** How much to try. */
export interface HistoryOptions {
  /** Histories; with `FULL=1` in the environment 20 times as many, at least 2,000. */
  readonly runs: number
}

/**
 * Puts an implementation of `Session` to random histories, compared with a naive oracle of the rules after each; call it in
 * a vitest file. What fails is made as small as it gets and printed with its seed; `SEED=…` in the environment tries it again.
 */
export const historyConformance = (name: string, open: OpenSessionHost, { runs }: HistoryOptions): void => {
  describe(`random histories: ${name}`, () => {
    const numRuns = wanted(runs)
    test(
      `${numRuns} histories, one command after the other, end as the oracle says, and so does catching up`,
      () => forAll(fc.asyncProperty(anyHistory, onFreshHost(open, runHistory)), numRuns),
      timeLimit,
    )
    const races = wanted(Math.ceil(runs / 2))
    test(
      `${races} races of several users, whoever comes first, keep every invariant`,
      () => forAll(fc.asyncProperty(anyHistory, onFreshHost(open, runRace)), races),
      timeLimit,
    )
    test(
      `${races} races over who is in and who is admin keep every invariant`,
      () => forAll(fc.asyncProperty(historiesOf(memberVerbs), onFreshHost(open, runRace)), races),
      timeLimit,
    )
  })
}

const timeLimit = process.env['FULL'] === '1' ? 3_600_000 : 120_000

const wanted = (runs: number): number => (process.env['FULL'] === '1' ? Math.max(2_000, runs * 20) : runs)

/** Tries a property; the seed is printed when it fails. */
export const forAll = <Values>(property: fc.IAsyncProperty<Values>, numRuns: number): Promise<void> => {
  const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }
  const plugins = [fc.unbiased(), fc.interruptAfterTimeLimit(timeLimit * 0.9, { failOnInterrupt: true })]
  return fc.assert(property, { numRuns, plugins, ...seed })
}

type Run = (sessions: (userId: string) => ReturnType<SessionHost['session']>, commands: Commands) => Promise<void>
type Commands = Parameters<typeof runHistory>[1]

const onFreshHost =
  (open: OpenSessionHost, run: Run) =>
  async (commands: Commands): Promise<void> => {
    const host = await open({
      directory: fakeDirectory([...people.users, ...people.nobodies.slice(1)], people.mayContact),
    })
    try {
      const known = new Map<string, ReturnType<SessionHost['session']>>()
      const sessions = (userId: string): ReturnType<SessionHost['session']> => {
        const session = known.get(userId) ?? host.session(userId)
        known.set(userId, session)
        return session
      }
      await run(sessions, commands)
    } finally {
      await host.close()
    }
  }

/** Which histories are tried on an implementation with a planted fault. */
export interface FaultSearch {
  readonly runs: number
  /** Verbs to choose from; default all. */
  readonly verbs?: readonly string[]
}

const failsOn =
  (run: Run) =>
  async (open: OpenSessionHost, { runs: numRuns, verbs }: FaultSearch): Promise<boolean> => {
    const plugins = [fc.unbiased()]
    const property = fc.asyncProperty(historiesOf(verbs), onFreshHost(open, run))
    return (await fc.check(property, { numRuns, plugins, endOnFailure: true })).failed
  }

/** Whether one of so many histories fails: for planted faults. */
export const historyFails = failsOn(runHistory)

/** Whether one of so many races fails: for planted faults. */
export const raceFails = failsOn(runRace)
