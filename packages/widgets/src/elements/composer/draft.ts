import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { draftOf, keepDraft } from './draft-store.ts'

/** So long, in milliseconds, nothing more is written before it is kept. */
const pause = 300

/** A field whose text is kept. */
export interface DraftHost extends ReactiveControllerHost {
  /** What is written. */
  value: string
}

/** Keeps what is written until it is sent. While one of my messages is edited in its place, it is set aside and comes back. */
export class Draft implements ReactiveController {
  readonly #host: DraftHost
  #key: string | null = null
  #aside: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: DraftHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.keep()
  }

  /** Another text is written from now on, kept under a key; null: it is not kept. */
  under(key: string | null): void {
    this.keep()
    this.#aside = null
    this.#key = key
    this.#host.value = key === null ? '' : draftOf(key)
  }

  /** Something was written: it is kept in a moment. */
  written(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.keep(), pause)
  }

  /** Keeps it now. */
  keep(): void {
    clearTimeout(this.#timer)
    if (this.#key !== null) keepDraft(this.#key, this.#aside ?? this.#host.value)
  }

  /** Sets aside what is written, unless something is: what is in the field from now on is not kept. */
  setAside(): void {
    this.#aside ??= this.#host.value
  }

  /** Puts back what was set aside. */
  takeBack(): void {
    if (this.#aside === null) return
    this.#host.value = this.#aside
    this.#aside = null
  }
}
