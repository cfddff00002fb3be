import type { OutboxSnapshot } from '@msg/client/views'
import type { Connection } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgElement } from '../context/msg-element.ts'
import { ShownView } from '../context/shown-view.ts'
import { base } from '../theme/base.ts'

/** A short break is nobody's business: so long, in milliseconds, nothing is said. */
const patience = 2_000

/**
 * Says when the connection is lost, once it has been for two seconds, that it comes back by itself, and how much waits for it.
 * As a dot it says that changes are asked for every few seconds only.
 *
 * @attr variant - `bar` (default) or `dot`
 * @csspart bar - What it says
 * @csspart dot - The dot
 */
export class MsgStatus extends MsgElement {
  static override readonly styles = [
    base,
    css`
      .dot {
        display: block;
        flex: none;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--_warn);
      }
      div {
        padding: 5px 16px;
        background: var(--_warn-soft);
        color: var(--_warn);
        font-size: 13px;
        line-height: 22px;
        text-align: center;
      }
      @media (forced-colors: active) {
        .dot {
          forced-color-adjust: none;
          background: CanvasText;
        }
        div {
          border-block-end: 1px solid CanvasText;
        }
      }
    `,
  ]
  static override readonly properties = { variant: {}, shown: { state: true }, polls: { state: true } }

  declare variant: 'bar' | 'dot'
  declare shown: Connection['state']
  declare polls: boolean
  readonly #outbox = new ShownView<OutboxSnapshot>(this)
  #stop: (() => void) | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #watched: unknown = null

  constructor() {
    super()
    this.variant = 'bar'
    this.shown = 'online'
    this.polls = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#end()
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#outbox.show(this.connected?.views.outbox ?? null)
    const connection = this.connected?.session.connection ?? null
    if (connection === this.#watched) return
    this.#end()
    this.#watched = connection
    if (connection === null) return
    const changed = (): void => {
      clearTimeout(this.#timer)
      this.polls = connection.polls
      if (connection.state === 'online') this.shown = 'online'
      else this.#timer = setTimeout(() => this.#show(connection.state), patience)
    }
    this.#stop = connection.onChange(changed)
    changed()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { strings } = this.surroundings
    if (this.variant === 'dot') {
      if (!this.polls || this.shown !== 'online') return nothing
      return html`<span part="dot" class="dot" role="img" aria-label=${strings.polled} title=${strings.polled}></span>`
    }
    if (this.shown === 'online') return nothing
    const waiting = this.#outbox.snapshot?.entries.filter(({ write }) => write.verb === 'messages.send').length ?? 0
    return html`<div part="bar">
      ${this.shown === 'offline' ? strings.offline : strings.reconnecting}
      ${waiting === 0 ? nothing : html`<span>${strings.waiting(waiting)}</span>`}
    </div>`
  }

  #show(state: Connection['state']): void {
    if (this.shown === 'online' && this.variant === 'bar') {
      const { strings, announcer } = this.surroundings
      announcer.say(state === 'offline' ? strings.offline : strings.reconnecting)
    }
    this.shown = state
  }

  #end(): void {
    this.#stop?.()
    this.#stop = null
    this.#watched = null
    clearTimeout(this.#timer)
    this.shown = 'online'
    this.polls = false
  }
}
