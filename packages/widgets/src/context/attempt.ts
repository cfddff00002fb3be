import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** What an element asked the session for, as it stands. */
export type AttemptState<Answer> =
  | { readonly status: 'idle' | 'waiting' }
  | { readonly status: 'done'; readonly answer: Answer }
  | { readonly status: 'failed'; readonly error: unknown }

/** Something an element asks the session for: one thing at a time, given up when the element leaves the page. */
export class Attempt<Answer> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #state: AttemptState<Answer> = { status: 'idle' }
  #running: AbortController | null = null

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  get state(): AttemptState<Answer> {
    return this.#state
  }

  /** The answer, once it is there. */
  get answer(): Answer | null {
    return this.#state.status === 'done' ? this.#state.answer : null
  }

  /** Asks, and forgets what was asked before. */
  start(ask: (signal: AbortSignal) => Promise<Answer>): void {
    this.reset()
    const running = new AbortController()
    this.#running = running
    this.#set({ status: 'waiting' })
    ask(running.signal).then(
      (answer) => running.signal.aborted || this.#set({ status: 'done', answer }),
      (error: unknown) => running.signal.aborted || this.#set({ status: 'failed', error }),
    )
  }

  /** Gives up what is asked, and forgets the answer. */
  reset(): void {
    this.#running?.abort()
    this.#running = null
    if (this.#state.status !== 'idle') this.#set({ status: 'idle' })
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.reset()
  }

  #set(state: AttemptState<Answer>): void {
    this.#state = state
    this.#host.requestUpdate()
  }
}
