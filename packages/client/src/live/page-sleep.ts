/** What is to happen when the page is put to sleep, and when it wakes from that. */
export interface SleepHandlers {
  readonly sleep: () => void
  readonly wake: () => void
}

/**
 * Watches a page that its browser may put to sleep, as it does with tabs in the background and with pages left by a link that
 * may be come back to. Each is told once, however often the browser says so. Returns what ends it; where there is no page,
 * nothing is watched.
 */
export const watchSleep = (handlers: SleepHandlers): (() => void) => {
  const page: EventTarget | undefined = globalThis.document
  const frame: EventTarget | undefined = globalThis.window
  const over = new AbortController()
  let state: keyof SleepHandlers = 'wake'
  const on = (target: EventTarget | undefined, name: string, next: keyof SleepHandlers): void => {
    const told = (): void => {
      if (state !== next) handlers[next]()
      state = next
    }
    target?.addEventListener(name, told, { signal: over.signal })
  }
  on(page, 'freeze', 'sleep')
  on(page, 'resume', 'wake')
  on(frame, 'pagehide', 'sleep')
  on(frame, 'pageshow', 'wake')
  return () => over.abort()
}
