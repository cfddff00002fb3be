import { css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { keptFromBehind } from '../context/msg-dialog.ts'
import { MsgElement } from '../context/msg-element.ts'
import { dialogs } from '../theme/dialog.ts'

declare global {
  interface HTMLElementEventMap {
    'msg-answer': CustomEvent<{ readonly agreed: boolean }>
  }
}

/**
 * Asks before something is done that cannot be taken back. Escape and "Cancel" say no; the focus goes back to where it was.
 *
 * @attr text - What is asked
 * @attr detail - What it is about, such as the message
 * @attr confirm - What the button says that does it
 * @fires msg-answer - `detail.agreed`
 * @csspart dialog - The dialog
 */
export class MsgQuestion extends MsgElement {
  static override readonly styles = [
    dialogs,
    css`
      dialog {
        width: max-content;
        max-width: min(420px, calc(100vw - 32px));
        padding: 20px;
      }
      p {
        display: -webkit-box;
        margin-block-start: 8px;
        overflow: hidden;
        color: var(--_text-2);
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 4;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: end;
        margin-block-start: 20px;
      }
    `,
  ]
  static override readonly properties = { text: {}, detail: {}, confirm: {} }

  declare text: string
  declare detail: string | null
  declare confirm: string

  constructor() {
    super()
    this.text = ''
    this.detail = null
    this.confirm = ''
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    return html`<dialog
      part="dialog"
      role="alertdialog"
      aria-label=${this.text}
      @close=${this.#closed}
      @keydown=${keptFromBehind}
    >
      <h2>${this.text}</h2>
      ${this.detail === null || this.detail === '' ? nothing : html`<p dir="auto">${this.detail}</p>`}
      <form method="dialog">
        <button value="no">${strings.cancel}</button>
        <button value="yes" class="danger">${this.confirm}</button>
      </form>
    </dialog>`
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  readonly #closed = (event: Event): void => {
    const agreed = event.target instanceof HTMLDialogElement && event.target.returnValue === 'yes'
    this.tell('msg-answer', { agreed })
  }
}
