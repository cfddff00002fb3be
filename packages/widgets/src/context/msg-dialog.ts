import { html } from 'lit'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'
import { icons } from '../icons/icons.ts'
import { MsgElement } from './msg-element.ts'

/** No key that is pressed in a dialog is for what lies behind it. */
export const keptFromBehind = (event: Event): void => event.stopPropagation()

/**
 * A widget that is a dialog over the page, shown while it is `open`. When it is closed it knows so, and tells so, at once: the word
 * of the dialog itself comes a task later, when it may be open again, or drawn and so shown once more.
 */
export abstract class MsgDialog extends MsgElement {
  static override readonly properties: PropertyDeclarations = { open: { type: Boolean, reflect: true } }

  declare open: boolean

  constructor() {
    super()
    this.open = false
    this.addEventListener('keydown', keptFromBehind)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // One that was moved while it was open is open still, but over nothing: it is shown anew.
    if (this.#dialog?.open !== true) return
    this.#dialog.close()
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('open') && !this.open) this.forget()
  }

  /** The dialog: its title and what closes it, and below them its content. */
  protected dialog(label: string, content: unknown, title: unknown = label): TemplateResult {
    const { close } = this.surroundings.strings
    return html`<dialog part="dialog" aria-label=${label} @cancel=${this.dismiss} @close=${this.#told}>
      <header>
        <h2>${title}</h2>
        <button class="icon" aria-label=${close} title=${close} @click=${this.dismiss}>${icons.close}</button>
      </header>
      ${content}
    </dialog>`
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const dialog = this.#dialog
    if (dialog === null || dialog.open === this.open) return
    if (!this.open) return dialog.close()
    dialog.showModal()
    this.shown()
  }

  /** It was not shown before. */
  protected shown(): void {}

  /** Whoever closed it, what was begun in it is over. */
  protected forget(): void {}

  /** It is shown no more. */
  protected closed(): void {
    this.tell('msg-close', {})
  }

  protected readonly dismiss = (): void => {
    if (!this.open) return
    this.open = false
    this.#dialog?.close()
    this.closed()
  }

  /** Somebody else closed it; what is said of a dialog that is open again, or gone, is old. */
  readonly #told = ({ target }: Event): void => {
    const dialog = this.#dialog
    if (target === dialog && dialog?.open === false) this.dismiss()
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }
}
