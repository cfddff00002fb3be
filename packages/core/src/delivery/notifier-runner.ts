import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Notifier } from '../ports/notifier.ts'
import { createAbsence } from './absence.ts'
import { createBell } from './bell.ts'
import { holdLease } from './lease.ts'
import type { HeldLease } from './lease.ts'
import type { NoticeParts } from './notice.ts'
import { createTerm } from './notifier-term.ts'
import type { Term, TermParts } from './notifier-term.ts'
import { pause } from './pause.ts'
import { createTrouble } from './trouble.ts'

/** What a runner works with. */
export interface RunnerParts extends NoticeParts {
  readonly clock: Clock
  readonly logger: Logger
  /** Names this process among those on the same database. */
  readonly holder: string
  /** Milliseconds after which somebody else takes over from a process that does not answer. */
  readonly takeover: number
}

/** What one notifier has done in this process. */
export interface NotifierCounts {
  readonly notifier: string
  /** Whether it is this process that tells. */
  readonly leading: boolean
  readonly told: number
  /** Failed attempts. */
  readonly failed: number
  /** Dead letters made. */
  readonly buried: number
  /** Changes parked now, as far as this process knows. */
  readonly parked: number
}

/** Runs one notifier, in this process or, while another one does, ready to take over. */
export interface Runner {
  /** Something was committed: read soon. */
  wake(): void
  /** Dead letters were replayed: read what is parked anew. */
  reload(): void
  counts(): NotifierCounts
  /** Ends the work: what is under way may finish within a few seconds, and what was told is remembered. */
  close(): Promise<void>
}

const pollMilliseconds = 1_000
const reloadMilliseconds = 10_000
const graceMilliseconds = 5_000

export const startRunner = (parts: RunnerParts, notifier: Notifier): Runner => {
  const { clock, logger, store } = parts
  const { name } = notifier
  const ending = new AbortController()
  const over = new AbortController()
  const bell = createBell(clock)
  const absence = createAbsence({ name, clock, logger })
  const words = { begins: 'a notifier cannot go on; trying again', ends: 'a notifier goes on' }
  const trouble = createTrouble(logger, words, { notifier: name })
  const unsubscribe = notifier.onReturn?.(() => {
    absence.doubt()
    bell.ring()
  })
  let counts: NotifierCounts = { notifier: name, leading: false, told: 0, failed: 0, buried: 0, parked: 0 }
  let reloadAt = 0

  const count: TermParts['count'] = ({ told, park, bury }, parked) => {
    counts = {
      ...counts,
      told: counts.told + told.length,
      failed: counts.failed + park.length + bury.length,
      buried: counts.buried + bury.length,
      parked,
    }
  }

  const lead = async (lease: HeldLease): Promise<void> => {
    const place = await store.notifiers.open(name)
    if (place.lost) logger.error('changes were lost before a notifier could tell them', { notifier: name })
    const signal = AbortSignal.any([lease.lost, over.signal])
    const term = createTerm({ ...parts, notifier, lease, absence, ending: ending.signal, signal, count }, place)
    reloadAt = clock.now() + reloadMilliseconds
    while (!ending.signal.aborted && !lease.lost.aborted) {
      await oneRound(term)
      trouble.over()
    }
    if (!lease.lost.aborted) await term.keep('last')
  }

  const oneRound = async (term: Term): Promise<void> => {
    if (clock.now() >= reloadAt) {
      reloadAt = clock.now() + reloadMilliseconds
      await term.reload()
    }
    const retried = await term.retry()
    const read = await term.readOn()
    await term.keep()
    if (retried || read || ending.signal.aborted) return
    const rest = term.restUntil() - clock.now()
    if (rest > 0) return pause(clock, rest, ending.signal)
    await bell.wait(Math.max(0, Math.min(term.nextDue() - clock.now(), pollMilliseconds)))
  }

  const run = async (): Promise<void> => {
    const query = { name: `notifier:${name}`, holder: parts.holder, milliseconds: parts.takeover }
    while (!ending.signal.aborted) {
      const lease = await holdLease(parts, query)
      if (lease === null) {
        trouble.over()
        await pause(clock, parts.takeover / 3, ending.signal)
        continue
      }
      counts = { ...counts, leading: true }
      try {
        await lead(lease)
      } finally {
        counts = { ...counts, leading: false }
        await lease.release()
      }
    }
  }

  /** Whatever fails (the database is away), it begins anew a little later. */
  const runForEver = async (): Promise<void> => {
    while (!ending.signal.aborted)
      await run().catch(async (error: unknown) => {
        trouble.met(error)
        await pause(clock, pollMilliseconds, ending.signal)
      })
  }
  const finished = runForEver()

  return {
    wake: bell.ring,
    reload() {
      reloadAt = 0
      bell.ring()
    },
    counts: () => counts,
    async close() {
      ending.abort()
      bell.ring()
      const cancel = clock.after(graceMilliseconds, () => over.abort())
      await finished
      cancel()
      unsubscribe?.()
      await notifier.close?.()
    },
  }
}
