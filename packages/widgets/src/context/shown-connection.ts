import type { Connection } from '@msg/core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Connected } from './surroundings.ts'

/** A short break is nobody's business: so long, in milliseconds, nothing is said. */
const patience = 2_000

/** An element that is connected, or not yet. */
interface ConnectedHost extends ReactiveControllerHost {
  readonly connected: Connected | null
}

/** What an element says of the connection: that it is lost once it has been for two seconds, and at once that it is back. */
export class ShownConnection implements ReactiveController {
  readonly #host: ConnectedHost
  readonly #lost: (state: Connection['state']) => void
  #state: Connection['state'] = 'online'
  #polls = false
  /** An element that has left the page is drawn once more: what it would listen to then, it would listen to for ever. */
  #isThere = false
  #watched: Connection | null = null
  #stop: (() => void) | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ConnectedHost, lost: (state: Connection['state']) => void = () => {}) {
    this.#host = host
    this.#lost = lost
    host.addController(this)
  }

  /** `online` also before it is said that it is not. */
  get state(): Connection['state'] {
    return this.#state
  }

  /** Whether changes are asked for every few seconds only. */
  get polls(): boolean {
    return this.#polls
  }

  hostConnected(): void {
    this.#isThere = true
  }

  hostUpdate(): void {
    const connection = this.#host.connected?.session.connection ?? null
    if (connection === this.#watched || !this.#isThere) return
    this.#end()
    this.#watched = connection
    if (connection === null) return
    this.#stop = connection.onChange(() => this.#changed(connection))
    this.#changed(connection)
  }

  hostDisconnected(): void {
    this.#isThere = false
    this.#end()
  }

  #changed(connection: Connection): void {
    clearTimeout(this.#timer)
    this.#polls = connection.polls
    if (connection.state === 'online') this.#state = 'online'
    else this.#timer = setTimeout(() => this.#show(connection.state), patience)
    this.#host.requestUpdate()
  }

  #show(state: Connection['state']): void {
    if (this.#state === 'online') this.#lost(state)
    this.#state = state
    this.#host.requestUpdate()
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#stop?.()
    this.#stop = null
    this.#watched = null
    this.#state = 'online'
    this.#polls = false
  }
}
