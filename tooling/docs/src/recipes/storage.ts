import type { Store } from '@msg/core'

/** Told how long each commit took, in milliseconds. */
export type Observe = (milliseconds: number, items: number) => void

/** A store that is another one, and tells how long its commits take. */
export const observedStore = (store: Store, observe: Observe): Store => ({
  ...store,
  async commit(items) {
    const begun = performance.now()
    try {
      return await store.commit(items)
    } finally {
      observe(performance.now() - begun, items.length)
    }
  },
})
