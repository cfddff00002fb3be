import { MsgError } from '../errors.ts'
import type { ChangeBatch, SignalBatch, Sink } from './listeners.ts'

/** Live changes a reader may lag behind before it is told to reload. */
const roomFor = 10_000

/** Events that wait for a reader beyond which signals are not kept for them: they would be late. */
const roomForSignals = 100

/** What has come in for one subscription and has not been yielded yet. */
export interface Backlog {
  readonly push: Sink
  /**
   * Takes out what there is, one by one, also what comes in meanwhile.
   * @throws unauthenticated once the sessions of the user were revoked: nothing is yielded any more, not even what came before
   */
  taken(): Generator<ChangeBatch | SignalBatch, void, void>
  /** Resolves when there is something to take or to find out, or the signal fires. */
  filled(): Promise<void>
  /** Whether the reader is too slow: nothing is kept any more. */
  overflowed(): boolean
  /** @throws unauthenticated once the sessions of the user were revoked */
  check(): void
}

export const createBacklog = (signal: AbortSignal): Backlog => {
  const batches: (ChangeBatch | SignalBatch)[] = []
  let size = 0
  let overflowed = false
  let revoked = false
  let notify: (() => void) | null = null
  signal.addEventListener('abort', () => notify?.(), { once: true })

  const check = (): void => {
    if (revoked) throw new MsgError('unauthenticated', 'this session was revoked')
  }
  return {
    push(batch) {
      if (batch.type === 'signals') {
        if (overflowed || revoked || batches.length >= roomForSignals) return
        batches.push(batch)
        notify?.()
        return
      }
      revoked ||= batch.changes.some(({ type }) => type === 'session.revoked')
      size += batch.changes.length
      overflowed ||= size > roomFor
      if (overflowed || revoked) batches.length = 0
      else batches.push(batch)
      notify?.()
    },
    *taken() {
      for (;;) {
        check()
        const batch = batches.shift()
        if (batch === undefined) return
        if (batch.type === 'changes') size -= batch.changes.length
        yield batch
      }
    },
    filled: () =>
      new Promise((resolve) => {
        if (batches.length > 0 || overflowed || revoked || signal.aborted) resolve()
        else notify = resolve
      }),
    overflowed: () => overflowed,
    check,
  }
}
