/** What is to happen when the page is put to sleep, and when it wakes. */
export interface SleepHandlers {
  readonly sleep: () => void
  readonly wake: () => void
}

/**
 * Watches a page that its browser may put to sleep, as it does with tabs in the background and with pages left by a link that
 * may be come back to. Returns what ends it; where there is no page, nothing is watched.
 */
export const watchSleep = ({ sleep, wake }: SleepHandlers): (() => void) => {
  const page: EventTarget | undefined = globalThis.document
  const frame: EventTarget | undefined = globalThis.window
  const handlers = [
    [page, 'freeze', sleep],
    [page, 'resume', wake],
    [frame, 'pagehide', sleep],
    [frame, 'pageshow', wake],
  ] as const
  const over = new AbortController()
  for (const [target, name, handler] of handlers) target?.addEventListener(name, handler, { signal: over.signal })
  return () => over.abort()
}
