import type { Snapshot, Store } from '@msg/core'
import { eventually } from '@msg/testing'

/** How many transactions were open when a snapshot was taken, anywhere on the server. */
const openIn = (snapshot: Snapshot): number => snapshot.split(':')[2]?.split(',').filter(Boolean).length ?? 0

/**
 * Reads again until nothing else is open on the server but what the test itself has open. To a database a transaction is a
 * transaction: one of another test, open when a cursor was taken and ended since, may have been pruned for all it knows, and
 * such a cursor is sent to reload.
 */
export const besideNobody = <T extends { readonly snapshot: Snapshot } | 'resync'>(
  read: () => Promise<T>,
  own = 0,
): Promise<T> =>
  eventually(async () => {
    const page = await read()
    if (page !== 'resync' && openIn(page.snapshot) > own) throw new Error('other tests have transactions open')
    return page
  })

/** A store whose first cursors are taken beside nobody. */
export const takenBesideNobody = (store: Store): Store => ({
  ...store,
  log: (range) => (range.after === null ? besideNobody(() => store.log(range)) : store.log(range)),
  feed: (viewer, range) =>
    range.after === null ? besideNobody(() => store.feed(viewer, range)) : store.feed(viewer, range),
})
