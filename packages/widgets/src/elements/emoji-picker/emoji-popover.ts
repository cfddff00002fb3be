import { css, html, nothing } from 'lit'
import type { CSSResult, ReactiveController, ReactiveElement, TemplateResult } from 'lit'

/** The panel's size in pixels, as its style sheet has it. */
const size = { width: 336, height: 360 } as const
/** Between the panel, what it belongs to, and the edges of the window. */
const gap = 8

export const emojiPopoverStyles: CSSResult = css`
  .emoji-popover {
    position: fixed;
    inset: auto;
    width: min(336px, 100vw);
    height: min(360px, 100dvh);
    margin: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-card);
    padding: 0;
    overflow: hidden;
    background: var(--_surface-raised);
    color: var(--_text);
    box-shadow: 0 16px 48px rgb(16 20 32 / 18%);
  }
`

interface Opened {
  readonly at: DOMRect
  /** It was shown already: what is closed is not shown again. */
  readonly shown: boolean
  /** What had the focus, and gets it back. */
  readonly back: Element | null
  picked(emoji: string): void
}

/**
 * The picker of emoji beside a part of an element: over everything else, closed by Escape, by a click elsewhere and by picking. What
 * it needs is loaded when it is first opened.
 */
export class EmojiPopover implements ReactiveController {
  readonly #host: ReactiveElement
  #opened: Opened | null = null

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  /** Opens it beside `anchor`, for one emoji. */
  open(anchor: Element, picked: (emoji: string) => void): void {
    void import('../../define/emoji-picker.ts')
    this.#opened = { at: anchor.getBoundingClientRect(), shown: false, back: this.#focused, picked }
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    const panel = this.#host.renderRoot.querySelector<HTMLElement>('.emoji-popover')
    if (panel === null || this.#opened === null || this.#opened.shown) return
    this.#opened = { ...this.#opened, shown: true }
    panel.showPopover()
    void this.#focus(panel)
  }

  hostDisconnected(): void {
    this.#opened = null
  }

  render(): TemplateResult | typeof nothing {
    if (this.#opened === null) return nothing
    return html`<div
      class="emoji-popover"
      popover="auto"
      .style=${placeBeside(this.#opened.at)}
      @toggle=${this.#toggled}
      @msg-emoji=${this.#picked}
    >
      <msg-emoji-picker></msg-emoji-picker>
    </div>`
  }

  async #focus(panel: HTMLElement): Promise<void> {
    await customElements.whenDefined('msg-emoji-picker')
    const picker = panel.querySelector<ReactiveElement>('msg-emoji-picker')
    await picker?.updateComplete
    picker?.focus()
  }

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState === 'closed') this.#forget()
  }

  readonly #picked = (event: CustomEvent<{ readonly emoji: string }>): void => {
    event.stopPropagation()
    const opened = this.#opened
    this.#host.renderRoot.querySelector<HTMLElement>('.emoji-popover')?.hidePopover()
    this.#forget()
    opened?.picked(event.detail.emoji)
  }

  #forget(): void {
    const back = this.#opened?.back
    this.#opened = null
    this.#host.requestUpdate()
    // Whoever clicked on something else is there already.
    const isElsewhere = this.#focused !== null && this.#focused.closest('.emoji-popover') === null
    if (!isElsewhere && back instanceof HTMLElement) back.focus({ preventScroll: true })
  }

  get #focused(): Element | null {
    return this.#host.shadowRoot?.activeElement ?? null
  }
}

/** Above what it belongs to where there is room, else below, and always inside the window. */
const placeBeside = ({ top, bottom, left, width }: DOMRect): string => {
  const above = top - gap - size.height
  const y = above >= gap ? above : Math.min(bottom + gap, innerHeight - size.height - gap)
  const x = Math.min(left + width / 2 - size.width / 2, innerWidth - size.width - gap)
  return `left: ${Math.max(0, x)}px; top: ${Math.max(0, y)}px`
}
