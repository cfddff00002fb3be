import type { Logger } from '../ports/logger.ts'
import { meant } from '../verbs/told.ts'

/** Something that goes wrong again and again for as long as it lasts: that is said once, not each time. */
export interface Trouble {
  /** Says so, unless it has been said of a failure with this code. */
  met(error: unknown): void
  /** Says so, if there was any. */
  over(): void
}

/** How a trouble is said. */
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
