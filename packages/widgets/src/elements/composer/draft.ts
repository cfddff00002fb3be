import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { draftOf, isDraft, keepDraft } from './draft-store.ts'

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
  /** What was there when it was last kept or looked at here. */
  #kept = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: DraftHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('storage', this.#elsewhere)
  }

  hostDisconnected(): void {
    removeEventListener('storage', this.#elsewhere)
    this.#settle()
  }

  /** Another text is written from now on, kept under a key; null: it is not kept. */
  under(key: string | null): void {
    this.#settle()
    this.#aside = null
    this.#key = key
    this.#kept = key === null ? '' : draftOf(key)
    this.#host.value = this.#kept
  }

  /** Something was written: it is kept in a moment. */
  written(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#settle(), pause)
  }

  /** Keeps it now. */
  keep(): void {
    clearTimeout(this.#timer)
    this.#kept = this.#aside ?? this.#host.value
    if (this.#key !== null) keepDraft(this.#key, this.#kept)
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

  /** In another page of this browser it was written on, or sent: where nothing else is written here, it is so here too. */
  readonly #elsewhere = (event: StorageEvent): void => {
    if (this.#key === null || !isDraft(this.#key, event) || this.#aside !== null || this.#host.value !== this.#kept)
      return
    this.#kept = draftOf(this.#key)
    this.#host.value = this.#kept
  }

  /** Keeps it if it was changed here: it may have been written on, sent or forgotten elsewhere since. */
  #settle(): void {
    clearTimeout(this.#timer)
    if ((this.#aside ?? this.#host.value) !== this.#kept) this.keep()
  }
}
