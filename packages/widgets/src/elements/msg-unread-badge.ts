import type { UnreadView } from '@msg/client/views'
import type { Unread } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgElement } from '../context/msg-element.ts'
import { ShownView } from '../context/shown-view.ts'
import type { Connected } from '../context/surroundings.ts'
import { base } from '../theme/base.ts'

/**
 * How many messages are unread, for anywhere on a page.
 *
 * @attr max - Above it, it says so with a plus; default 99
 * @fires msg-unread-change - `detail.count`
 * @csspart badge - The number
 */
export class MsgUnreadBadge extends MsgElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      span[part] {
        display: inline-block;
        min-width: 20px;
        border-radius: 999px;
        padding: 2px 6px;
        background: var(--_accent);
        color: var(--_on-accent);
        font-size: 11px;
        line-height: 16px;
        font-weight: 600;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
    `,
  ]
  static override readonly properties = { max: { type: Number } }

  declare max: number
  readonly #shown = new ShownView<Unread | null>(this, (unread) => this.#changed(unread))
  #view: UnreadView | null = null
  #of: Connected | null = null
  #told: number | null = null

  constructor() {
    super()
    this.max = 99
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#close()
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { connected } = this.surroundings
    if (connected === this.#of) return
    this.#close()
    this.#of = connected
    if (connected === null) return
    this.#view = connected.views.unread()
    this.#shown.show(this.#view)
  }

  protected override render(): TemplateResult | typeof nothing {
    const count = this.#shown.snapshot?.messages.count ?? 0
    if (count === 0) return nothing
    const { strings } = this.surroundings
    return html`<span part="badge" aria-hidden="true">${count > this.max ? `${this.max}+` : count}</span
      ><span class="visually-hidden">${strings.unreadMessages(count)}</span>`
  }

  #changed(unread: Unread | null): void {
    const count = unread?.messages.count ?? null
    if (count === null || count === this.#told) return
    this.#told = count
    this.tell('msg-unread-change', { count })
  }

  #close(): void {
    this.#shown.show(null)
    this.#view?.close()
    this.#view = null
    this.#of = null
  }
}
