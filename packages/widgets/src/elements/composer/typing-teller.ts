/** So often, in milliseconds, others are told that typing goes on. */
const every = 3_000

/** Tells that somebody is typing: when they begin, while they go on, and when they stop. */
export class TypingTeller {
  readonly #tell: (typing: boolean) => void
  #told = -Infinity

  constructor(tell: (typing: boolean) => void) {
    this.#tell = tell
  }

  /** Something is written; an empty text is no typing. */
  written(text: string): void {
    if (text.trim() === '') return this.stop()
    const now = Date.now()
    if (now - this.#told < every) return
    this.#told = now
    this.#tell(true)
  }

  /** Nothing more is written for now. */
  stop(): void {
    if (this.#told === -Infinity) return
    this.sent()
    this.#tell(false)
  }

  /** It was sent: that says it all. */
  sent(): void {
    this.#told = -Infinity
  }
}
