import { css, html, LitElement, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { hueOf, initialsOf } from '../text/hue.ts'

/**
 * A person's picture, or their initials on a colour of their own. For the eyes only: whoever shows it says the name beside it.
 *
 * @attr name - What the initials are taken from
 * @attr of - The id of whom or what it stands for: what the colour is taken from; default the name
 * @attr src - Address of the picture
 * @attr square - For rooms
 * @csspart image - The picture
 * @csspart initials - What stands in for it
 */
export class MsgAvatar extends LitElement {
  // Without the tokens of the others: there is one beside every few messages, and each host that has them has them computed.
  static override readonly styles = css`
    :host {
      --_avatar: var(--msg-avatar-size, 32px);
      display: inline-block;
      flex: none;
      width: var(--_avatar);
      height: var(--_avatar);
    }
    :host([hidden]) {
      display: none !important;
    }
    img,
    span {
      display: grid;
      place-items: center;
      width: 100%;
      height: 100%;
      border-radius: 50%;
      object-fit: cover;
      overflow: hidden;
      font-size: calc(var(--_avatar) * 0.4);
      font-weight: 600;
      line-height: 1;
      color: #fff;
      user-select: none;
      background: light-dark(oklch(0.52 0.12 var(--_hue)), oklch(0.42 0.1 var(--_hue)));
    }
    @media (forced-colors: active) {
      span {
        border: 1px solid currentcolor;
      }
    }
    :host([square]) img,
    :host([square]) span {
      border-radius: 10px;
    }
  `
  static override readonly properties = {
    name: {},
    of: {},
    src: {},
    square: { type: Boolean, reflect: true },
    failed: { state: true },
  }

  declare name: string
  declare of: string | null
  declare src: string | null
  declare square: boolean
  declare failed: string | null

  constructor() {
    super()
    this.name = ''
    this.of = null
    this.src = null
    this.square = false
    this.failed = null
  }

  protected override willUpdate(): void {
    this.style.setProperty('--_hue', String(hueOf(this.of ?? this.name)))
  }

  protected override render(): TemplateResult {
    const initials = html`<span part="initials" aria-hidden="true">${initialsOf(this.name)}</span>`
    if (this.src === null || this.src === this.failed) return initials
    return html`<img part="image" alt="" loading="lazy" src=${this.src ?? nothing} @error=${this.#fail} />`
  }

  #fail(): void {
    this.failed = this.src
  }
}
