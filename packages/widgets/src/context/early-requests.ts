import type { Context, ContextEvent } from '@lit/context'

type AnyContext = Context<unknown, unknown>

/** Requests for a context that come before there is anything to answer them with. */
export interface EarlyRequests {
  /** Lets those ask again that were held, and holds no more. */
  answer(): void
  /** Forgets them, and holds those to come. */
  hold(): void
}

/**
 * Holds the requests for a context that reach `host`; `asked` is called with each. To be made before the provider that `host` has
 * of that context: it would answer them with nothing.
 */
export const holdRequests = (host: HTMLElement, context: AnyContext, asked: () => void): EarlyRequests => {
  let held: readonly ContextEvent<AnyContext>[] | null = []
  host.addEventListener('context-request', (event) => {
    if (event.context !== context || held === null) return
    event.stopImmediatePropagation()
    held = [...held, event]
    asked()
  })
  return {
    answer() {
      const before = held ?? []
      held = null
      for (const event of before) event.contextTarget.dispatchEvent(event)
    },
    hold() {
      held = []
    },
  }
}
