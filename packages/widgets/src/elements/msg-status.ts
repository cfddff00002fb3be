import type { OutboxSnapshot } from '@msg/client/views'
import type { Connection } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { MsgElement } from '../context/msg-element.ts'
import { ShownConnection } from '../context/shown-connection.ts'
import { ShownView } from '../context/shown-view.ts'
import { base } from '../theme/base.ts'

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
  static override readonly properties = { variant: {} }

  declare variant: 'bar' | 'dot'
  readonly #outbox = new ShownView<OutboxSnapshot>(this)
  readonly #connection = new ShownConnection(this, (state) => this.#say(state))

  constructor() {
    super()
    this.variant = 'bar'
  }

  protected override willUpdate(): void {
    this.#outbox.show(this.connected?.views.outbox ?? null)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { strings } = this.surroundings
    const { state, polls } = this.#connection
    if (this.variant === 'dot') {
      if (!polls || state !== 'online') return nothing
      return html`<span part="dot" class="dot" role="img" aria-label=${strings.polled} title=${strings.polled}></span>`
    }
    if (state === 'online') return nothing
    const waiting = this.#outbox.snapshot?.entries.filter(({ write }) => write.verb === 'messages.send').length ?? 0
    return html`<div part="bar">
      ${state === 'offline' ? strings.offline : strings.reconnecting}
      ${waiting === 0 ? nothing : html`<span>${strings.waiting(waiting)}</span>`}
    </div>`
  }

  #say(state: Connection['state']): void {
    if (this.variant !== 'bar') return
    const { strings, announcer } = this.surroundings
    announcer.say(state === 'offline' ? strings.offline : strings.reconnecting)
  }
}
