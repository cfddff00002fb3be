import { pause } from './pause.ts'
import type { RunParts } from './run-link.ts'

/** The right to run a link, as long as this process has it. */
export interface HeldLease {
  /** Fires when the link is to end, or when it is no longer this process's to run. */
  readonly signal: AbortSignal
  release(): Promise<void>
}

/** Takes the right to run a link and keeps it; null while somebody else has it. */
export const holdLease = async (
  { store, link, holder, takeover, clock }: Pick<RunParts, 'store' | 'link' | 'holder' | 'takeover' | 'clock'>,
  ending: AbortSignal,
): Promise<HeldLease | null> => {
  const lease = { link: link.id, holder, milliseconds: takeover }
  if (!(await store.lease(lease))) return null
  const lost = new AbortController()
  const released = new AbortController()
  const renew = async (): Promise<void> => {
    const until = AbortSignal.any([released.signal, ending])
    while (!until.aborted) {
      await pause(clock, { ms: takeover / 3, signal: until })
      if (until.aborted) return
      if (!(await store.lease(lease))) lost.abort()
    }
  }
  const renewing = renew().catch(() => lost.abort())
  return {
    signal: AbortSignal.any([lost.signal, ending]),
    async release() {
      released.abort()
      await renewing
      await store.release(lease)
    },
  }
}
