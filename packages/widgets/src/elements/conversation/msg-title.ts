import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { isComposing } from '../../context/field-keys.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'

/**
 * The title of a conversation, to be changed in its place by those who may.
 *
 * @attr shown - What it is called
 * @attr own - The title it has itself; none: it is called by who is in it
 * @attr editable - It may be changed
 * @fires msg-rename - `detail.title`, null for none
 * @csspart title - The title
 * @csspart rename - The button that lets it be changed
 */
export class MsgTitle extends MsgElement {
  static override readonly styles = [
    base,
    controls,
    css`
      :host,
      form {
        display: flex;
        gap: 4px;
        align-items: center;
        min-width: 0;
      }
      form {
        flex: 1;
        margin: 0;
      }
      h2 {
        min-width: 0;
        overflow: hidden;
        font-size: 16px;
        line-height: 24px;
        font-weight: 600;
        text-align: -webkit-match-parent;
        text-align: match-parent;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button.icon svg {
        width: 16px;
        height: 16px;
      }
      input {
        flex: 1;
        min-width: 0;
        padding: 3px 8px;
      }
    `,
  ]
  static override readonly properties = {
    shown: {},
    own: {},
    editable: { type: Boolean },
    refused: { attribute: false },
    editing: { state: true },
  }

  declare shown: string
  declare own: string | null
  declare editable: boolean
  /** The title that was asked for last was not to be had: what was typed is there again. */
  declare refused: boolean
  declare editing: boolean

  /** What was typed last; null for what it is called. */
  #typed: string | null = null

  constructor() {
    super()
    this.shown = ''
    this.own = null
    this.editable = false
    this.refused = false
    this.editing = false
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('refused') || !this.refused) return
    const hadFocus = (this.shadowRoot?.activeElement ?? null) !== null
    this.editing = true
    if (hadFocus) this.#select()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { strings } = this.surroundings
    if (this.shown === '') return nothing
    if (this.editing && this.editable) return this.#form()
    return html`<h2 part="title" dir="auto">${this.shown}</h2>
      ${
        this.editable
          ? html`<button
              part="rename"
              class="icon"
              aria-label=${strings.rename}
              title=${strings.rename}
              @click=${this.#begin}
            >
              ${icons.edit}
            </button>`
          : nothing
      }`
  }

  #form(): TemplateResult {
    const { strings } = this.surroundings
    return html`<form @submit=${this.#save} @keydown=${this.#key}>
      <input
        maxlength="256"
        aria-label=${strings.titleOptional}
        placeholder=${strings.titleOptional}
        value=${this.#typed ?? this.own ?? ''}
      />
      <button class="icon" aria-label=${strings.save} title=${strings.save}>${icons.check}</button>
    </form>`
  }

  readonly #begin = (): void => {
    this.#typed = null
    this.editing = true
    this.#select()
  }

  #select(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.select())
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault()
    const title = this.renderRoot.querySelector('input')?.value.trim() ?? ''
    this.#typed = title
    if (title !== (this.own ?? '')) this.tell('msg-rename', { title: title === '' ? null : title })
    this.#end()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (isComposing(event) || event.key !== 'Escape') return
    event.stopPropagation()
    this.#end()
  }

  #end(): void {
    this.editing = false
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('button')?.focus())
  }
}
