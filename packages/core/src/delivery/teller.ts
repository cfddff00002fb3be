import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Notice, NoticeOutcome, Notifier } from '../ports/notifier.ts'
import { pause } from './pause.ts'
import { awayDelay } from './retry.ts'

/** How telling a change ended for good; `ended`: not at all, because there was no more time. */
export type TellOutcome = Exclude<NoticeOutcome, { status: 'away' }> | { readonly status: 'ended' }

type Away = Extract<NoticeOutcome, { status: 'away' }>

/** What a teller works with. */
export interface TellerParts {
  readonly notifier: Notifier
  readonly clock: Clock
  readonly logger: Logger
  /** Fires when nothing more is to be told. */
  readonly ending: AbortSignal
  /** Fires when nobody waits for what is under way either. */
  readonly signal: AbortSignal
}

const patience = 30_000

/** Tells changes through a notifier, each in its time; while the outside is away it tries again until it is back. */
export const createTeller = (parts: TellerParts): ((notice: Notice) => Promise<TellOutcome>) => {
  const { notifier, clock, logger, ending, signal } = parts
  let away = false
  const noticeAbsence = ({ reason }: Away): void => {
    if (!away) logger.warn('a notifier cannot tell anything now; everything waits', { notifier: notifier.name, reason })
    away = true
  }
  const noticeReturn = (): void => {
    if (away) logger.info('a notifier tells again', { notifier: notifier.name })
    away = false
  }
  return async (notice) => {
    for (let failures = 1; !ending.aborted && !signal.aborted; failures += 1) {
      const outcome = await once(parts, notice)
      if (outcome.status !== 'away') {
        if (outcome.status === 'done') noticeReturn()
        return outcome
      }
      noticeAbsence(outcome)
      await pause(clock, awayDelay(failures, outcome.retryAfter), AbortSignal.any([ending, signal]))
    }
    return { status: 'ended' }
  }
}

/** One call, answered in time whatever the notifier does. */
const once = (parts: TellerParts, notice: Notice): Promise<NoticeOutcome | { readonly status: 'ended' }> =>
  new Promise((resolve) => {
    const { notifier, clock, logger, signal } = parts
    const call = new AbortController()
    const settle = (outcome: NoticeOutcome | { readonly status: 'ended' }): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve(outcome)
    }
    const end = (): void => {
      settle({ status: 'ended' })
      call.abort()
    }
    const cancel = clock.after(patience, () => {
      settle({ status: 'failed', reason: 'timed_out' })
      call.abort()
    })
    signal.addEventListener('abort', end, { once: true })
    const failed = (error: unknown): void => {
      if (call.signal.aborted) return
      logger.error('a notifier failed', { notifier: notifier.name, change: notice.change.id, error })
      settle({ status: 'failed', reason: 'failed' })
    }
    notifier.notify(notice, { signal: call.signal }).then(settle, failed)
  })
