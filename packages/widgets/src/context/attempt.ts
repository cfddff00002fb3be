import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** What an element asked the session for, as it stands. */
export type AttemptState<Answer> =
  | { readonly status: 'idle' | 'waiting' }
  | { readonly status: 'done'; readonly answer: Answer }
  | { readonly status: 'failed'; readonly error: unknown }

/** Asks for something until it is there, or nobody wants it any more. */
type Ask<Answer> = (signal: AbortSignal) => Promise<Answer>

/** Something an element asks the session for: one thing at a time, given up when the element leaves the page before it is there. */
export class Attempt<Answer> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #state: AttemptState<Answer> = { status: 'idle' }
  #running: AbortController | null = null
  /** What is asked again once the element is back on the page. */
  #again: Ask<Answer> | null = null

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
  start(ask: Ask<Answer>): void {
    this.reset()
    const running = new AbortController()
    this.#running = running
    this.#set({ status: 'waiting' })
    ask(running.signal).then(
      (answer) => running.signal.aborted || this.#set({ status: 'done', answer }),
      (error: unknown) => running.signal.aborted || this.#set({ status: 'failed', error }),
    )
  }

  /** Asks for what is shown: an element that leaves the page before it is there, and comes back, asks for it anew. */
  load(ask: Ask<Answer>): void {
    this.start(ask)
    this.#again = ask
  }

  /** Gives up what is asked, and forgets the answer. */
  reset(): void {
    this.#running?.abort()
    this.#again = null
    if (this.#state.status !== 'idle') this.#set({ status: 'idle' })
  }

  hostConnected(): void {
    if (this.#state.status !== 'waiting') return
    if (this.#again === null) this.reset()
    else this.load(this.#again)
  }

  hostDisconnected(): void {
    this.#running?.abort()
  }

  #set(state: AttemptState<Answer>): void {
    this.#state = state
    this.#host.requestUpdate()
  }
}
