import type { View } from '@msg/client/views'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Shows a view in an element: renders it anew with each snapshot while the element is on the page. */
export class ShownView<Snapshot> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #changed: (snapshot: Snapshot) => void
  #view: View<Snapshot> | null = null
  #stop: (() => void) | null = null
  #connected = false

  constructor(host: ReactiveControllerHost, changed: (snapshot: Snapshot) => void = () => {}) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  /** The present snapshot; null while there is no view. */
  get snapshot(): Snapshot | null {
    return this.#view?.get() ?? null
  }

  /** Shows another view, or none. */
  show(view: View<Snapshot> | null): void {
    if (view === this.#view) return
    this.#end()
    this.#view = view
    if (this.#connected) this.#begin()
    this.#host.requestUpdate()
  }

  hostConnected(): void {
    this.#connected = true
    this.#begin()
  }

  hostDisconnected(): void {
    this.#connected = false
    this.#end()
  }

  #begin(): void {
    if (this.#view === null) return
    this.#stop = this.#view.subscribe((snapshot) => {
      this.#changed(snapshot)
      this.#host.requestUpdate()
    })
  }

  #end(): void {
    this.#stop?.()
    this.#stop = null
  }
}
