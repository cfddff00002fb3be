import type { Claims } from '@msg/core'
import type { Link } from '../link.ts'
import { passes } from '../local-call.ts'
import type { RunParts } from '../parts.ts'
import { pause } from '../pause.ts'
import { createTurns } from '../turns.ts'
import type { HeldClaim } from './held-claim.ts'
import { memoText, readMemo } from './relay-memo.ts'
import type { RelayMemo } from './relay-memo.ts'

/** What a claim is held with. */
type ClaimingParts = Pick<RunParts, 'claims' | 'store' | 'link' | 'holder' | 'takeover' | 'clock'>

/** Takes the right to run a link and keeps it; null while somebody else has it. */
export const holdClaim = async (parts: ClaimingParts, ending: AbortSignal): Promise<HeldClaim | null> => {
  const { claims, link, holder, takeover, clock } = parts
  const asked = clock.now()
  const taken = await claims.take({ ...keyOf(link), holder, milliseconds: takeover })
  if (taken === null) return null
  const kept = createKept(parts, { fence: taken.fence, until: asked + takeover })
  const inTurn = createTurns()
  const released = new AbortController()
  const signal = AbortSignal.any([kept.lost, ending])
  let memo = readMemo(taken.memo) ?? emptyMemo(await parts.store.id())

  const insist = async (): Promise<void> => {
    for (;;) {
      signal.throwIfAborted()
      if (await inTurn(() => kept.keep(memoText(memo)))) return
      await pause(clock, { ms: takeover / 10, signal })
    }
  }
  const renew = async (): Promise<void> => {
    const until = AbortSignal.any([released.signal, signal])
    while (!until.aborted) {
      await pause(clock, { ms: takeover / 3, signal: until })
      if (!until.aborted) await inTurn(() => kept.keep(memoText(memo)))
    }
  }
  const renewing = renew()
  const change = (changed: Partial<RelayMemo>): void => {
    memo = { ...memo, ...changed }
  }
  return {
    signal,
    get memo() {
      return memo
    },
    change,
    async write(changed) {
      change(changed)
      await insist()
    },
    async ensure() {
      signal.throwIfAborted()
      if (kept.isOver()) await insist()
    },
    async release() {
      released.abort()
      await renewing
      if (kept.lost.aborted) return
      await inTurn(() => kept.keep(memoText(memo)))
      // Where the host cannot be told, it runs out.
      await claims.release({ ...keyOf(link), holder }).catch(() => {})
    },
  }
}

const keyOf = ({ conversationId, id: name }: Link) => ({ conversationId, name })

const emptyMemo = (memory: string): RelayMemo => ({
  memory,
  accounts: [],
  here: null,
  there: null,
  underWay: [],
  admitted: [],
})

/** A claim that was taken. */
interface Kept {
  /** Fires when another one has it, or may have. */
  readonly lost: AbortSignal
  /** Whether its time has run out, as far as is known here. */
  isOver(): boolean
  /** Prolongs it with this memo: whether the host said so. Never rejects. */
  keep(memo: string): Promise<boolean>
}

/** Its time is counted from before the host is asked, so that it runs out here first. */
const createKept = (
  { claims, link, takeover, clock }: { readonly claims: Claims } & Omit<ClaimingParts, 'store' | 'holder'>,
  first: { readonly fence: number; readonly until: number },
): Kept => {
  const lost = new AbortController()
  let { until } = first
  let written: string | null = null
  const isOver = (): boolean => clock.now() >= until
  return {
    lost: lost.signal,
    isOver,
    async keep(memo) {
      const asked = clock.now()
      const left = memo === written ? {} : { memo }
      try {
        if (await claims.keep({ ...keyOf(link), fence: first.fence, milliseconds: takeover, ...left })) {
          written = memo
          until = asked + takeover
          // Who slept through all of it asks once more.
          return !isOver()
        }
        lost.abort()
      } catch (error) {
        // What passes by itself may do so as long as nobody else can have taken it.
        if (isOver() || !passes(error)) lost.abort()
      }
      return false
    },
  }
}
