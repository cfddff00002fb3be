import type { OpenView, Views } from '@msg/client/views'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { ShownView } from './shown-view.ts'
import type { Connected } from './surroundings.ts'

/** An element that knows whom it is connected as. */
export interface ConnectedHost extends ReactiveControllerHost {
  readonly connected: Connected | null
}

/**
 * A view that an element opens for itself: while it is on the page and somebody is connected, and anew when what it shows is
 * another thing. What was opened is closed again.
 */
export class OpenedView<Snapshot, Opened extends OpenView<Snapshot>> implements ReactiveController {
  readonly #host: ConnectedHost
  readonly #open: (views: Views, key: string) => Opened
  readonly #shown: ShownView<Snapshot>
  /** An element that has left the page is drawn once more: what it would open then, nobody would close. */
  #isThere = false
  #view: Opened | null = null
  #key: string | null = ''
  #of: { readonly connected: Connected; readonly key: string } | null = null

  /** `changed` is told each snapshot before the element is rendered anew. */
  constructor(
    host: ConnectedHost,
    open: (views: Views, key: string) => Opened,
    changed?: (snapshot: Snapshot) => void,
  ) {
    this.#host = host
    this.#open = open
    this.#shown = new ShownView(host, changed)
    host.addController(this)
  }

  /** The view; null while there is none. */
  get view(): Opened | null {
    return this.#view
  }

  /** Its present snapshot. */
  get snapshot(): Snapshot | null {
    return this.#shown.snapshot
  }

  /** Says what the view is of, such as the id of a conversation; null for nothing. */
  of(key: string | null): void {
    this.#key = key
    this.#settle()
  }

  hostConnected(): void {
    this.#isThere = true
    this.#settle()
  }

  hostUpdate(): void {
    this.#settle()
  }

  hostDisconnected(): void {
    this.#isThere = false
    this.#close()
  }

  #settle(): void {
    if (!this.#isThere) return
    const { connected } = this.#host
    if (this.#of?.connected === (connected ?? undefined) && this.#of?.key === (this.#key ?? undefined)) return
    this.#close()
    if (connected === null || this.#key === null) return
    this.#of = { connected, key: this.#key }
    this.#view = this.#open(connected.views, this.#key)
    this.#shown.show(this.#view)
  }

  #close(): void {
    this.#shown.show(null)
    this.#view?.close()
    this.#view = null
    this.#of = null
  }
}
