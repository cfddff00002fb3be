import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { dialogs } from '../../theme/dialog.ts'
import { keyMap } from './key-map.ts'
import type { KeyGroup, KeyLine } from './key-map.ts'

/**
 * A dialog that lists what keys do.
 *
 * @attr open - It is shown
 * @fires msg-close
 * @csspart dialog - The dialog
 */
export class MsgKeys extends MsgElement {
  static override readonly styles = [
    base,
    controls,
    dialogs,
    css`
      h3 {
        padding-block: 16px 4px;
        color: var(--_text-3);
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) fit-content(50%);
        gap: 0 8px;
        margin: 0;
      }
      dt,
      dd {
        margin: 0;
        border-block-end: 1px solid var(--_border);
        padding-block: 5px;
      }
      dd {
        text-align: end;
      }
      .chord {
        display: inline-block;
        margin-inline-start: 8px;
        direction: ltr;
        white-space: nowrap;
      }
      kbd {
        display: inline-block;
        min-width: 24px;
        border: 1px solid var(--_border-control);
        border-radius: 6px;
        padding: 0 6px;
        background: var(--_surface-hover);
        font: inherit;
        font-size: 12px;
        line-height: 20px;
        text-align: center;
      }
    `,
  ]
  static override readonly properties = {
    open: { type: Boolean, reflect: true },
    inInbox: { attribute: false },
    findKey: { attribute: false },
  }

  declare open: boolean
  /** It lists the keys of an inbox, too. */
  declare inInbox: boolean
  /** Mod+F searches in a conversation. */
  declare findKey: boolean

  constructor() {
    super()
    this.open = false
    this.inInbox = false
    this.findKey = false
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    const { strings } = this.surroundings
    const mod = /Mac|iP(?:hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl'
    return html`<dialog part="dialog" aria-label=${strings.keys} @close=${this.#closed} @keydown=${this.#key}>
      <header>
        <h2>${strings.keys}</h2>
        <button class="icon" aria-label=${strings.close} title=${strings.close} @click=${this.#dismiss}>
          ${icons.close}
        </button>
      </header>
      ${keyMap({ inInbox: this.inInbox, findKey: this.findKey, mod }).map((group) => this.#group(group))}
    </dialog>`
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (dialog !== null && !dialog.open) dialog.showModal()
  }

  #group({ title, lines }: KeyGroup): TemplateResult {
    const { strings } = this.surroundings
    return html`<h3>${strings[title]}</h3>
      <dl>
        ${lines.map(
          ({ says, chords }) =>
            html`<dt>${strings[says]}</dt>
              <dd>${chords.map(chordShown)}</dd>`,
        )}
      </dl>`
  }

  /** What opened it closes it. */
  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key !== '/' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.#dismiss()
  }

  readonly #dismiss = (): void => this.renderRoot.querySelector('dialog')?.close()

  readonly #closed = (): void => {
    this.open = false
    this.tell('msg-close', {})
  }
}

const chordShown = (chord: KeyLine['chords'][number]): TemplateResult =>
  html`<span class="chord">${chord.map((key, at) => html`${at === 0 ? nothing : '+'}<kbd>${key}</kbd>`)}</span>`
