import type { CallOptions, ClientErrorCode, Session, UserId } from '@msg/core'
import type { Expected } from './outcome.ts'
import type { OracleState } from './state.ts'

/** Chooses inputs from the numbers of a command: the same numbers on the same state choose the same. */
export interface Pick {
  /** A number from 0 to n - 1. */
  below(n: number): number
  /** One of a list, or the fallback where it is empty. */
  of<Item>(items: readonly Item[], fallback: Item): Item
  /** True once in n times. */
  once(n: number): boolean
  /** Some of a list: each item half the time. */
  some<Item>(items: readonly Item[]): readonly Item[]
}

/** One call: what is asked, how it is made, and what must come of it. */
export interface OracleCall {
  readonly actor: UserId
  readonly input: unknown
  readonly run: (session: Session, options: CallOptions) => Promise<unknown>
  /**
   * Does it to the oracle and says what the answer must be. `minted` is the id in the real answer, for what the client
   * gave no id to.
   */
  readonly expect: (minted: string) => Expected
  /** The code that a repeat is refused with where the first try had succeeded and its answer was lost; default: none. */
  readonly repeated?: ClientErrorCode
}

/** A verb as the oracle knows it. To add one: a file in `verbs/`, and a line in its list. */
export interface OracleVerb {
  readonly name: string
  /** How often it is called, relative to the others. */
  readonly weight: number
  readonly plan: (state: OracleState, actor: UserId, pick: Pick) => OracleCall
}

/** Chooses from a list of numbers, over and over. */
export const pickFrom = (draws: readonly number[]): Pick => {
  let used = 0
  const below = (n: number): number => {
    const draw = draws[used % Math.max(1, draws.length)] ?? 0
    used += 1
    return n < 1 ? 0 : draw % n
  }
  return {
    below,
    of: (items, fallback) => items[below(items.length)] ?? fallback,
    once: (n) => below(n) === n - 1,
    some: (items) => {
      const bits = below(2 ** items.length)
      return items.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1)
    },
  }
}
