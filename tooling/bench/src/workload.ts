import type { Summary } from './rounds.ts'
import type { Check } from './check.ts'
import type { Context } from './context.ts'

/** What a workload measured. */
export interface Result extends Summary {
  readonly checks: readonly Check[]
  /** What must hold before anything is called done, and whether it does: null when it could not be told. */
  readonly floor: { readonly says: string; readonly met: boolean | null }
  /** More to say, in a few words. */
  readonly notes?: string
}

/** One workload. */
export interface Workload {
  readonly id: string
  readonly name: string
  /** What the figure counts. */
  readonly unit: string
  /** Whether it says nothing without a Postgres. */
  readonly needsPostgres: boolean
  run(context: Context): Promise<Result>
}
