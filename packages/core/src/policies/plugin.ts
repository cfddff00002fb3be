import type { Policy } from './policy.ts'
import type { Processor } from './processor.ts'

/** Policies and processors that belong together. */
export interface Plugin {
  readonly name: string
  readonly policies?: readonly Policy[]
  readonly processors?: readonly Processor[]
}
