import type { ConversationId } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgDialog } from '../../context/msg-dialog.ts'
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
export class MsgFind extends MsgDialog {
  static override readonly styles = [
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
    conversationId: { attribute: 'conversation-id' },
    begun: { state: true },
  }

  declare conversationId: ConversationId | null
  /** It was opened before: what was found stays. */
  declare begun: boolean
  #chosen = false

  constructor() {
    super()
    this.conversationId = null
    this.begun = false
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('conversationId')) this.begun = false
    if (this.open) this.begun = true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.begun) return nothing
    return this.dialog(
      this.surroundings.strings.searchHere,
      html`<msg-search .conversationId=${this.conversationId} @msg-result-select=${this.#choose}></msg-search>`,
    )
  }

  /** One goes on where one was: at the result that was chosen, else in the field. */
  protected override shown(): void {
    const search = this.renderRoot.querySelector<MsgSearch>('msg-search')
    void search?.updateComplete.then(() => search.resume())
  }

  /** The event goes on to whoever shows the message. */
  readonly #choose = (): void => {
    this.#chosen = true
    this.dismiss()
  }

  protected override closed(): void {
    const chosen = this.#chosen
    this.#chosen = false
    this.tell('msg-close', { chosen })
  }
}
