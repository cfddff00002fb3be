import type { Cursors } from '../delivery/cursor.ts'
import type { Host } from '../policies/host.ts'
import type { Attachments } from '../ports/attachments.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Ids } from '../ports/ids.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store } from '../ports/store.ts'
import type { Targets } from '../ports/targets.ts'
import type { Acting } from '../rules/services.ts'
import type { CallOptions } from '../session.ts'
import type { VerbName } from '../verb-name.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Throttle } from './throttle.ts'
import type { SliceCache } from './slice-cache.ts'

/** What every verb works with. */
export interface Context extends Acting {
  /** Which verb this is. */
  readonly verb: VerbName
  readonly host: Host
  readonly clock: Clock
  readonly store: Store
  readonly directory: Directory
  readonly targets: Targets
  readonly attachments: Attachments
  readonly logger: Logger
  readonly ids: Ids
  /** Whether the answers of `people` carry e-mail addresses. */
  readonly showEmails: boolean
  readonly cursors: Cursors
  readonly commits: CommitQueue
  readonly slices: SliceCache
  /** Lets one typing signal through in a while. */
  readonly typings: Throttle
  /** Tells live clients, here and in other processes, that something was committed. */
  readonly wake: () => void
}

/** A verb: reads a slice, lets a rule decide, commits. */
export type Verb<Input, Output> = (context: Context, input: Input, options: CallOptions) => Promise<Output>
