import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Notice, NoticeOutcome, Notifier } from '../ports/notifier.ts'
import type { Absence } from './absence.ts'
import { createPatience } from './patience.ts'

/** How telling a change ended for good; `untold`: not at all, because there was no more time, or nobody to tell. */
export type TellOutcome = Exclude<NoticeOutcome, { status: 'away' }> | { readonly status: 'untold' }

/** What a teller works with. */
export interface TellerParts {
  readonly notifier: Notifier
  readonly clock: Clock
  readonly logger: Logger
  readonly absence: Absence
  /** Fires when nothing more is to be told. */
  readonly ending: AbortSignal
  /** Fires when nobody waits for what is under way either. */
  readonly signal: AbortSignal
}

const patienceMilliseconds = 30_000

const untold: TellOutcome = { status: 'untold' }

const timedOut: TellOutcome = { status: 'failed', reason: 'timed_out' }

/** What a call comes to that answers what the port does not know. */
const misanswered: TellOutcome = { status: 'failed', reason: 'no_outcome' }

const reasoned: ReadonlySet<unknown> = new Set(['failed', 'away', 'refused'])

/** A notifier need not have been compiled: whatever it answers must not keep the others from being told. */
const isOutcome = (answer: unknown): answer is NoticeOutcome =>
  typeof answer === 'object' &&
  answer !== null &&
  'status' in answer &&
  (answer.status === 'done' || (reasoned.has(answer.status) && 'reason' in answer && typeof answer.reason === 'string'))

/** What a call that rejected comes to; with what, has been logged. */
const rejected: TellOutcome = { status: 'failed', reason: 'failed' }

/** Tells changes through a notifier, each in its time, and takes note of whether the outside is there. */
export const createTeller = (parts: TellerParts): ((notice: Notice) => Promise<TellOutcome>) => {
  const { notifier, logger, clock, absence, ending, signal } = parts
  const patience = createPatience(clock, patienceMilliseconds)
  signal.addEventListener('abort', patience.end, { once: true })
  let said: string | null = null

  /** Says why telling fails, once until it succeeds or fails otherwise. */
  const note = (outcome: TellOutcome, { change, attempt }: Notice): void => {
    if (outcome.status === 'done') said = null
    if (outcome.status !== 'failed' || outcome === rejected || outcome.reason === said) return
    said = outcome.reason
    const fields = { notifier: notifier.name, change: change.id, attempt, reason: said }
    logger.warn('a notifier could not tell a change; trying again', fields)
  }

  const judge = (outcome: NoticeOutcome | TellOutcome, notice: Notice): TellOutcome => {
    if (outcome.status === 'away') {
      absence.begin(outcome)
      return untold
    }
    if (outcome.status === 'done') absence.end()
    note(outcome, notice)
    return outcome
  }

  /** Is answered in time whatever the notifier does. */
  return (notice) =>
    new Promise((resolve, reject) => {
      if (ending.aborted || signal.aborted) return resolve(untold)
      const call = new AbortController()
      let isOver = false
      const settle = (outcome: NoticeOutcome | TellOutcome): void => {
        if (isOver) return
        isOver = true
        cancel()
        try {
          resolve(judge(outcome, notice))
        } catch (error) {
          reject(error)
        }
      }
      const cancel = patience.wait(() => {
        settle(signal.aborted ? untold : timedOut)
        call.abort()
      })
      const failed = (error: unknown): void => {
        if (isOver) return
        const why = error instanceof Error ? error.message : 'failed'
        if (why !== said)
          logger.error('a notifier failed', { notifier: notifier.name, change: notice.change.id, error })
        said = why
        settle(rejected)
      }
      try {
        notifier
          .notify(notice, { signal: call.signal })
          .then((answer) => settle(isOutcome(answer) ? answer : misanswered), failed)
      } catch (error) {
        failed(error)
      }
    })
}
