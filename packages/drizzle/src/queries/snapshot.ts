import { MsgError } from '@msg/core'
import type { Snapshot } from '@msg/core'

const shape = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/

/**
 * A snapshot as Postgres writes it, `xmin:xmax:xip,…`, checked before it goes into a statement. Cursors are signed above the
 * store, so anything else is a bug or damage.
 */
export const checkedSnapshot = (snapshot: Snapshot): Snapshot => {
  const [, low, high, open] = shape.exec(snapshot) ?? []
  if (low === undefined || high === undefined || open === undefined) throw invalid()
  const [xmin, xmax] = [BigInt(low), BigInt(high)]
  const running = open === '' ? [] : open.split(',').map(BigInt)
  const sorted = running.every((xid, index) => xid > (running[index - 1] ?? xmin - 1n) && xid < xmax)
  if (xmin < 1n || xmax < xmin || xmax > 2n ** 63n - 1n || !sorted) throw invalid()
  return snapshot
}

const invalid = (): MsgError => new MsgError('invalid_cursor', 'this is no snapshot of the change log')
