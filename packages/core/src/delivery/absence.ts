import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { NoticeOutcome } from '../ports/notifier.ts'
import { awayDelay } from './retry.ts'

/** Whether what a notifier tells (a broker, a web server) can be reached, and when to try again. */
export interface Absence {
  /** It cannot be reached. Of several calls that find this out at the same time, only the first counts. */
  begin(outcome: Extract<NoticeOutcome, { status: 'away' }>): void
  /** It was reached. */
  end(): void
  /** It may be back: try now. */
  doubt(): void
  /** Milliseconds since 1970 when to try again; null while it can be reached, as far as is known. */
  lookAt(): number | null
}

/** What an absence is noted with. */
export interface AbsenceParts {
  /** The name of the notifier. */
  readonly name: string
  readonly clock: Clock
  readonly logger: Logger
}

export const createAbsence = ({ name, clock, logger }: AbsenceParts): Absence => {
  let failures = 0
  let delay = 0
  let lookAt: number | null = null
  /** Never further ahead than the delay, even if the clock was set back meanwhile. */
  const look = (): number | null => (lookAt === null ? null : (lookAt = Math.min(lookAt, clock.now() + delay)))
  return {
    begin({ reason, retryAfter }) {
      if (clock.now() < (look() ?? 0)) return
      if (failures === 0)
        logger.warn('a notifier cannot tell anything now; everything waits', { notifier: name, reason })
      failures += 1
      delay = awayDelay(failures, retryAfter)
      lookAt = clock.now() + delay
    },
    end() {
      if (failures > 0) logger.info('a notifier tells again', { notifier: name })
      failures = 0
      lookAt = null
    },
    doubt() {
      if (lookAt !== null) lookAt = Math.min(lookAt, clock.now())
    },
    lookAt: look,
  }
}
