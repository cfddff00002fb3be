import { MsgError } from '../errors.ts'
import type { Closing } from './closing.ts'
import type { Take } from './handover.ts'
import type { ChangeBatch, SignalBatch, Sink } from './listeners.ts'

/** Live changes a reader may lag behind before it is told to reload. */
const roomFor = 10_000

/** When so many events wait for a reader, further signals are dropped: they would come too late to matter. */
const roomForSignals = 100

/** What has come in for one subscription and has not been handed over yet. */
export interface Backlog {
  readonly push: Sink
  /**
   * Takes out what came first; undefined when there is nothing.
   * @throws unauthenticated once the sessions of the user were revoked: nothing is taken any more, not even what came before
   */
  next(): ChangeBatch | SignalBatch | undefined
  /**
   * Hands over what there is and what comes, as it comes, one after the other. Resolves at the end, or when the reader is too slow.
   * @throws unauthenticated once the sessions of the user were revoked, and whatever `take` fails with
   */
  pour(take: Take): Promise<void>
  /** Whether the reader is too slow: nothing is kept any more. */
  overflowed(): boolean
  /** @throws unauthenticated once the sessions of the user were revoked */
  check(): void
}

export const createBacklog = (ending: Closing): Backlog => {
  const batches: (ChangeBatch | SignalBatch)[] = []
  let size = 0
  let overflowed = false
  let revoked = false
  let notify: (() => void) | null = null
  ending.onClose(() => notify?.())

  const check = (): void => {
    if (revoked) throw new MsgError('unauthenticated', 'this session was revoked')
  }
  const next = (): ChangeBatch | SignalBatch | undefined => {
    check()
    const batch = batches.shift()
    if (batch?.type === 'changes') size -= batch.changes.length
    return batch
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
    next,
    pour: (take) =>
      new Promise((resolve, reject) => {
        let busy = false
        const giveAll = (): Promise<void> | undefined => {
          for (let batch = next(); batch !== undefined && !ending.over(); batch = next()) {
            const taken = take(batch)
            if (taken !== undefined) return taken
          }
          if (overflowed || ending.over()) resolve()
          return undefined
        }
        const goOn = (): void => {
          busy = false
          give()
        }
        const give = (): void => {
          if (busy) return
          busy = true
          try {
            const taken = giveAll()
            if (taken === undefined) busy = false
            else taken.then(goOn, reject)
          } catch (error) {
            reject(error)
          }
        }
        notify = give
        give()
      }),
    overflowed: () => overflowed,
    check,
  }
}
