/** What a fault does to a request that matches it. */
export type FaultEffect =
  | { readonly kind: 'throttle'; readonly seconds: number }
  | { readonly kind: 'throttle-unreadable' }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'html' }
  | { readonly kind: 'truncated-json' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'challenge'; readonly status: 403 | 429 }
  | { readonly kind: 'captcha' }
  | { readonly kind: 'login-without-key' }
  | { readonly kind: 'null-time' }
  | { readonly kind: 'answer'; readonly body: string }

/** A fault: which requests it meets, how often, and with what chance. */
export interface Fault {
  readonly effect: FaultEffect
  readonly method?: string
  /** Matched against the path; a text must be equal. */
  readonly path: string | RegExp
  /** How many requests it meets before it is used up, default 1. */
  readonly times?: number
  /** How many matching requests pass before it begins, default 0. */
  readonly after?: number
  /** Chance of meeting a matching request, default 1; drawn from `seed`. */
  readonly probability?: number
  readonly seed?: number
}

/** The faults waiting to happen. */
export interface Faults {
  /** Adds a fault; returns what withdraws it. */
  add(fault: Fault): () => void
  /** The effect that meets this request, using it up by one. */
  take(method: string, path: string): FaultEffect | undefined
  /** Withdraws all. */
  clear(): void
}

interface ArmedFault extends Fault {
  left: number
  skip: number
  readonly draw: () => number
}

/** A small deterministic generator of numbers in [0, 1). */
const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const matches = (fault: Fault, method: string, path: string) =>
  (fault.method === undefined || fault.method === method) &&
  (typeof fault.path === 'string' ? fault.path === path : fault.path.test(path))

/** Creates an empty list of faults. */
export const createFaults = (): Faults => {
  const armed = new Set<ArmedFault>()
  return {
    add(fault) {
      const added = { ...fault, left: fault.times ?? 1, skip: fault.after ?? 0, draw: seeded(fault.seed ?? 1) }
      armed.add(added)
      return () => void armed.delete(added)
    },
    take(method, path) {
      for (const fault of armed) {
        if (!matches(fault, method, path)) continue
        if (fault.skip > 0) {
          fault.skip -= 1
          continue
        }
        if (fault.draw() >= (fault.probability ?? 1)) continue
        fault.left -= 1
        if (fault.left <= 0) armed.delete(fault)
        return fault.effect
      }
      return undefined
    },
    clear: () => armed.clear(),
  }
}
