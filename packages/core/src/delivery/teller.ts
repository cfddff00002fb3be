import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Notice, NoticeOutcome, Notifier } from '../ports/notifier.ts'
import { createSlots } from '../slots.ts'
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

/** What a call that rejected comes to; with what, has been logged. */
const rejected: TellOutcome = { status: 'failed', reason: 'failed' }

/** Tells changes through a notifier, each in its time, and takes note of whether the outside is there. */
export const createTeller = (parts: TellerParts): ((notice: Notice) => Promise<TellOutcome>) => {
  const { notifier, logger, absence, ending, signal } = parts
  let said: string | null = null

  /** Says why telling fails, once until it succeeds or fails otherwise. */
  const note = (outcome: TellOutcome, { change, attempt }: Notice): void => {
    if (outcome.status === 'done') said = null
    if (outcome.status !== 'failed' || outcome === rejected || outcome.reason === said) return
    said = outcome.reason
    const fields = { notifier: notifier.name, change: change.id, attempt, reason: said }
    logger.warn('a notifier could not tell a change; trying again', fields)
  }

  const calls = createCalls(parts)
  return async (notice) => {
    if (ending.aborted || signal.aborted) return untold
    const outcome = await calls(notice)
    if (outcome.status === 'away') {
      absence.begin(outcome)
      return untold
    }
    if (outcome.status === 'done') absence.end()
    note(outcome, notice)
    return outcome
  }
}

/** Makes calls that are answered in time whatever the notifier does. */
const createCalls = ({ notifier, clock, logger, signal }: TellerParts) => {
  const patience = createPatience(clock, patienceMilliseconds)
  const open = createSlots<() => void>()
  signal.addEventListener('abort', () => open.all().forEach((end) => end()), { once: true })

  return (notice: Notice): Promise<NoticeOutcome | TellOutcome> =>
    new Promise((resolve) => {
      const call = new AbortController()
      const settle = (outcome: NoticeOutcome | TellOutcome): void => {
        cancel()
        close()
        resolve(outcome)
      }
      const end = (): void => {
        settle(untold)
        call.abort()
      }
      const cancel = patience.wait(() => {
        settle({ status: 'failed', reason: 'timed_out' })
        call.abort()
      })
      const close = open.add(end)
      const failed = (error: unknown): void => {
        if (call.signal.aborted) return
        logger.error('a notifier failed', { notifier: notifier.name, change: notice.change.id, error })
        settle(rejected)
      }
      notifier.notify(notice, { signal: call.signal }).then(settle, failed)
    })
}
