import type { Notifier } from '../ports/notifier.ts'
import type { Policy } from './policy.ts'
import type { Processor } from './processor.ts'

/** Policies, processors and notifiers that belong together. */
export interface Plugin {
  readonly name: string
  readonly policies?: readonly Policy[]
  readonly processors?: readonly Processor[]
  readonly notifiers?: readonly Notifier[]
}
