import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { NoticeOutcome } from '../ports/notifier.ts'
import { awayDelay } from './retry.ts'

/** Whether the outside of a notifier is there, and when to look for it again. */
export interface Absence {
  /** It is not there. Of those who find that out at the same time, the first is listened to. */
  begin(outcome: Extract<NoticeOutcome, { status: 'away' }>): void
  /** It is there. */
  end(): void
  /** It may be there again: look now. */
  doubt(): void
  /** Milliseconds since 1970 when to look again; null while it is there, as far as anybody knows. */
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
  /** No later than after the delay, wherever the clock is set meanwhile. */
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
