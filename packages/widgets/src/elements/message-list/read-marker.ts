import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** So long, in milliseconds, something has to be seen to be read. */
const seenFor = 500

/**
 * Says what was read: what somebody had before them for half a second, on a page that is shown and has the focus. Loading is not
 * reading, and a tab in the background reads nothing.
 */
export class ReadMarker implements ReactiveController {
  readonly #read: (seq: number) => void
  #seq = 0
  #told = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, read: (seq: number) => void) {
    this.#read = read
    host.addController(this)
  }

  /** The highest message number in sight at this moment. */
  sees(seq: number): void {
    if (seq <= this.#seq) return
    this.#seq = seq
    this.#wait()
  }

  /** Another conversation is shown, read up to `told`. */
  begin(told: number): void {
    this.#stop()
    this.#seq = 0
    this.#told = told
  }

  hostConnected(): void {
    addEventListener('focus', this.#wait)
    addEventListener('blur', this.#wait)
    document.addEventListener('visibilitychange', this.#wait)
  }

  hostDisconnected(): void {
    this.#stop()
    removeEventListener('focus', this.#wait)
    removeEventListener('blur', this.#wait)
    document.removeEventListener('visibilitychange', this.#wait)
  }

  readonly #wait = (): void => {
    // Who looks away begins anew.
    if (!isRead()) return this.#stop()
    if (this.#seq <= this.#told || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!isRead() || this.#seq <= this.#told) return
      this.#told = this.#seq
      this.#read(this.#seq)
    }, seenFor)
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

const isRead = (): boolean => document.visibilityState === 'visible' && document.hasFocus()
