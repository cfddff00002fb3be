import type { OutboxSnapshot } from '@msg/client/views'
import type { ConversationId } from '@msg/core'
import { html, nothing } from 'lit'
import type { ReactiveController, TemplateResult } from 'lit'
import type { ConnectedHost } from '../../context/opened-view.ts'
import { ShownView } from '../../context/shown-view.ts'
import type { Surroundings } from '../../context/surroundings.ts'

/** An element that says how long one has to wait. */
interface PausedHost extends ConnectedHost {
  readonly surroundings: Surroundings
}

/**
 * Counts down to when the server takes messages again, where it said that there were too many. For the eyes only: a number that
 * changes every second is not read out, and the message is sent by itself when the time has come.
 */
export class SendPause implements ReactiveController {
  readonly #host: PausedHost
  readonly #of: () => ConversationId | null
  readonly #outbox: ShownView<OutboxSnapshot>
  #seconds: ReturnType<typeof setInterval> | undefined

  constructor(host: PausedHost, of: () => ConversationId | null) {
    this.#host = host
    this.#of = of
    this.#outbox = new ShownView(host)
    host.addController(this)
  }

  hostUpdate(): void {
    this.#outbox.show(this.#host.connected?.views.outbox ?? null)
  }

  hostUpdated(): void {
    const waits = this.#left > 0
    if (waits) this.#seconds ??= setInterval(() => this.#host.requestUpdate(), 1_000)
    else this.#stop()
  }

  hostDisconnected(): void {
    this.#stop()
  }

  render(): TemplateResult | typeof nothing {
    const seconds = this.#left
    if (seconds === 0) return nothing
    return html`<p class="pause">${this.#host.surroundings.strings.waitSeconds(seconds)}</p>`
  }

  /** Seconds until the first message of this conversation is tried again; 0 where nothing waits for that. */
  get #left(): number {
    const waiting = this.#outbox.snapshot?.entries.find(
      ({ conversationId, failure }) => conversationId === this.#of() && failure?.code === 'rate_limited',
    )
    const retryAt = waiting?.failure?.retryAt ?? null
    return retryAt === null ? 0 : Math.max(0, Math.ceil((Date.parse(retryAt) - Date.now()) / 1_000))
  }

  #stop(): void {
    clearInterval(this.#seconds)
    this.#seconds = undefined
  }
}
