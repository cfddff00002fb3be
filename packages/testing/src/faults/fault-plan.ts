import type { AccountStore, Store } from '@msg/core'
import { randomFrom } from './random.ts'

/** The methods of a store that can fail. */
export type StoreMethod =
  | {
      readonly [Name in keyof Store]: Store[Name] extends (...args: never[]) => Promise<unknown> ? Name : never
    }[keyof Store]
  | keyof AccountStore

/**
 * What happens to one call. `lost before`: nothing was done. `lost after`: done, but the answer was lost. `late`: it answers
 * a little later than others that began after it.
 */
export type Fault = 'none' | 'lost before' | 'lost after' | 'late'

/** Decides the fault of each call. */
export interface FaultPlan {
  next(method: StoreMethod): Fault
  /** No more faults from now on. */
  end(): void
  /** How many there were, by kind. */
  readonly counts: Readonly<Record<Exclude<Fault, 'none'>, number>>
}

/** How often, and where. */
export interface FaultOptions {
  readonly seed: number
  /** The share of calls with a fault, from 0 to 1. */
  readonly rate: number
  /** Default: all but `close`. */
  readonly methods?: readonly StoreMethod[]
}

const kinds = ['lost before', 'lost after', 'late'] as const

/** A plan that the seed decides, given the order of calls. */
export const seededFaults = ({ seed, rate, methods }: FaultOptions): FaultPlan => {
  const random = randomFrom(seed)
  const counts = { 'lost before': 0, 'lost after': 0, late: 0 }
  let ended = false
  return {
    next(method) {
      const concerned = methods === undefined ? method !== 'close' : methods.includes(method)
      if (ended || !concerned || random() >= rate) return 'none'
      const kind = kinds[Math.floor(random() * kinds.length)] ?? 'late'
      counts[kind] += 1
      return kind
    },
    end: () => {
      ended = true
    },
    counts,
  }
}
