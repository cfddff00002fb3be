import type { UnreadView } from '@msg/client/views'
import type { Unread } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { MsgElement } from '../context/msg-element.ts'
import { OpenedView } from '../context/opened-view.ts'
import { countText } from '../text/count-text.ts'
import { badges } from '../theme/badge.ts'
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
    badges,
    css`
      :host {
        display: inline-flex;
        vertical-align: middle;
      }
    `,
  ]
  static override readonly properties = { max: { type: Number } }

  declare max: number
  readonly #unread = new OpenedView<Unread | null, UnreadView>(
    this,
    (views) => views.unread(),
    (unread) => this.#changed(unread),
  )
  #told: number | null = null

  constructor() {
    super()
    this.max = 99
  }

  protected override render(): TemplateResult | typeof nothing {
    const count = this.#unread.snapshot?.messages.count ?? 0
    if (count === 0) return nothing
    const { strings } = this.surroundings
    return html`<span part="badge" class="badge" aria-hidden="true">${countText(count, this.max)}</span
      ><span class="visually-hidden">${strings.unreadMessages(count)}</span>`
  }

  #changed(unread: Unread | null): void {
    const count = unread?.messages.count ?? null
    if (count === null || count === this.#told) return
    this.#told = count
    this.tell('msg-unread-change', { count })
  }
}
