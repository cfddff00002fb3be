import { css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { MsgDialog } from '../../context/msg-dialog.ts'
import { dialogs } from '../../theme/dialog.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import { keyMap } from './key-map.ts'
import type { KeyGroup, KeyLine } from './key-map.ts'

/**
 * A dialog that lists what keys do.
 *
 * @attr open - It is shown
 * @fires msg-close
 * @csspart dialog - The dialog
 */
export class MsgKeys extends MsgDialog {
  static override readonly styles = [
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
    inInbox: { attribute: false },
    findKey: { attribute: false },
    sendKey: { attribute: false },
  }

  /** It lists the keys of an inbox, too. */
  declare inInbox: boolean
  /** Mod+F searches in a conversation. */
  declare findKey: boolean
  declare sendKey: SendKey

  constructor() {
    super()
    this.inInbox = false
    this.findKey = false
    this.sendKey = 'enter'
    this.addEventListener('keydown', this.#key)
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    const { strings } = this.surroundings
    const mod = /Mac|iP(?:hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl'
    const { inInbox, findKey, sendKey } = this
    const groups = keyMap({ inInbox, findKey, sendKey, mod })
    return this.dialog(
      strings.keys,
      groups.map((group) => this.#group(group)),
    )
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
    if (event.key !== '/' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.dismiss()
  }
}

const chordShown = (chord: KeyLine['chords'][number]): TemplateResult =>
  html`<span class="chord">${chord.map((key, at) => html`${at === 0 ? nothing : '+'}<kbd>${key}</kbd>`)}</span>`
