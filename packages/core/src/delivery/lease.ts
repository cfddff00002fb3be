import type { Clock } from '../ports/clock.ts'
import type { LeaseQuery, Store } from '../ports/store.ts'

/** What holding a lease works with. */
export interface LeaseParts {
  readonly store: Pick<Store, 'lease' | 'release'>
  readonly clock: Clock
}

/** The right to do some work alone, kept until it is lost or given up. */
export interface HeldLease {
  /** Higher than that of every holder before. */
  readonly fence: number
  /** Fires when somebody else may have it. */
  readonly lost: AbortSignal
  /** Says that it is lost: the store refused what was written under it. */
  lose(): void
  /** Gives it up, so that others need not wait until it runs out. */
  release(): Promise<void>
}

/** Takes a lease and renews it three times in its lifetime; null while somebody else has it. */
export const holdLease = async ({ store, clock }: LeaseParts, query: LeaseQuery): Promise<HeldLease | null> => {
  const fence = await store.lease(query)
  if (fence === null) return null
  const lost = new AbortController()
  let cancelRenewal: (() => void) | null = null
  let cancelEnd: (() => void) | null = null

  const lose = (): void => {
    cancelRenewal?.()
    cancelEnd?.()
    lost.abort()
  }
  const renew = (): void => {
    store
      .lease(query)
      .then((answer) => (answer === fence ? keep() : lose()))
      .catch(retryRenewal)
  }
  const retryRenewal = (): void => {
    if (!lost.signal.aborted) cancelRenewal = clock.after(query.milliseconds / 3, renew)
  }
  const keep = (): void => {
    if (lost.signal.aborted) return
    cancelEnd?.()
    cancelEnd = clock.after(query.milliseconds, lose)
    retryRenewal()
  }
  keep()
  return {
    fence,
    lost: lost.signal,
    lose,
    async release() {
      lose()
      await store.release(query.name, query.holder)
    },
  }
}
