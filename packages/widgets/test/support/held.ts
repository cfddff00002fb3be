import type { CDPSession } from 'playwright-core'

/** What a page holds of its document, what was thrown away and is not yet gone left out. */
export interface Held {
  readonly nodes: number
  readonly listeners: number
}

/** Counts what a page holds. */
export const heldBy = async (devtools: CDPSession): Promise<Held> => {
  await devtools.send('HeapProfiler.collectGarbage')
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters')
  return { nodes, listeners: jsEventListeners }
}
