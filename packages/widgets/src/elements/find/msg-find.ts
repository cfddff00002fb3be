import type { ConversationId } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { dialogs } from '../../theme/dialog.ts'
import type { MsgSearch } from '../search/msg-search.ts'

/**
 * A dialog that searches one conversation; what is found leads to its place. Opened again it is as it was left.
 *
 * @attr open - It is shown
 * @attr conversation-id - Where it searches
 * @fires msg-result-select - `detail.messageId`
 * @fires msg-close - `detail.chosen`: whether something was
 * @csspart dialog - The dialog
 */
export class MsgFind extends MsgElement {
  static override readonly styles = [
    base,
    controls,
    dialogs,
    css`
      header {
        margin-block-end: 8px;
      }
      msg-search {
        height: min(480px, calc(100dvh - 160px));
        margin-inline: -8px;
      }
    `,
  ]
  static override readonly properties = {
    open: { type: Boolean, reflect: true },
    conversationId: { attribute: 'conversation-id' },
    begun: { state: true },
  }

  declare open: boolean
  declare conversationId: ConversationId | null
  /** It was opened before: what was found stays. */
  declare begun: boolean
  #chosen = false

  constructor() {
    super()
    this.open = false
    this.conversationId = null
    this.begun = false
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('conversationId')) this.begun = false
    if (this.open) this.begun = true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.begun) return nothing
    const { strings } = this.surroundings
    return html`<dialog part="dialog" aria-label=${strings.searchHere} @close=${this.#closed}>
      <header>
        <h2>${strings.searchHere}</h2>
        <button class="icon" aria-label=${strings.close} title=${strings.close} @click=${this.#dismiss}>
          ${icons.close}
        </button>
      </header>
      <msg-search .conversationId=${this.conversationId} @msg-result-select=${this.#choose}></msg-search>
    </dialog>`
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (dialog === null || dialog.open || !this.open) return
    dialog.showModal()
    // One goes on where one was: at the result that was chosen, else in the field.
    const search = this.renderRoot.querySelector<MsgSearch>('msg-search')
    void search?.updateComplete.then(() => search.resume())
  }

  /** The event goes on to whoever shows the message. */
  readonly #choose = (): void => {
    this.#chosen = true
    this.#dismiss()
  }

  readonly #dismiss = (): void => this.renderRoot.querySelector('dialog')?.close()

  readonly #closed = (): void => {
    const chosen = this.#chosen
    this.#chosen = false
    this.open = false
    this.tell('msg-close', { chosen })
  }
}
