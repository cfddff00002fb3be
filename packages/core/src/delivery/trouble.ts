import type { Logger } from '../ports/logger.ts'
import { meant } from '../verbs/told.ts'

/** A failure that comes again and again while its cause lasts: logged when it begins and when it is over, not each time. */
export interface Trouble {
  /** Logs the failure, unless one with the same code was logged since it began. */
  met(error: unknown): void
  /** Logs that it is over, if it had begun. */
  over(): void
}

/** What is logged. */
export interface TroubleWords {
  readonly begins: string
  readonly ends: string
}

export const createTrouble = (
  logger: Logger,
  { begins, ends }: TroubleWords,
  fields: Readonly<Record<string, unknown>> = {},
): Trouble => {
  const said = new Set<string>()
  return {
    met(error) {
      const { code } = meant(error)
      if (said.has(code)) return
      said.add(code)
      logger.error(begins, { ...fields, error })
    },
    over() {
      if (said.size === 0) return
      said.clear()
      logger.info(ends, fields)
    },
  }
}
