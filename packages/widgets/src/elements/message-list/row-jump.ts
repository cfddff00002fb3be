import type { MessageId } from '@msg/core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** So long, in milliseconds, a message that one jumped to stands out. */
const flashFor = 1_200

/** The message that is to be shown as soon as it is there, and the one that stands out because it was. */
export class RowJump implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #wanted: MessageId | null = null
  #flashed: MessageId | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  /** The message that is not shown yet; null for none. */
  get wanted(): MessageId | null {
    return this.#wanted
  }

  /** The message that stands out. */
  get flashed(): MessageId | null {
    return this.#flashed
  }

  /** Says which message is to be shown next, if any. */
  to(messageId: MessageId | null): void {
    this.#wanted = messageId
    this.#host.requestUpdate()
  }

  /** It is shown now: it stands out for a moment. */
  arrived(): void {
    this.#flash(this.#wanted)
    this.#wanted = null
    this.#timer = setTimeout(() => this.#flash(null), flashFor)
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
    this.#flashed = null
  }

  #flash(messageId: MessageId | null): void {
    clearTimeout(this.#timer)
    this.#flashed = messageId
    this.#host.requestUpdate()
  }
}
