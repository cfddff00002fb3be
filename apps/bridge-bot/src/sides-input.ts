import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'

/** What it takes to open both sides, and what is between them. */
export interface SidesInput {
  readonly config: Config
  readonly secrets: Secrets
  readonly log: Log
  /** Only to look: nothing is kept, and nobody is told anything. */
  readonly dryRun: boolean
}
