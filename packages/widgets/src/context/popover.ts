import { css, html, nothing } from 'lit'
import type { CSSResult, ReactiveController, ReactiveElement, TemplateResult } from 'lit'

/** Between a popover, what it belongs to, and the edges of the window, in pixels. */
const gap = 8

export const popoverStyles: CSSResult = css`
  .popover {
    position: fixed;
    inset: auto;
    max-width: 100vw;
    max-height: 100dvh;
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

/** What is shown in a popover. */
export interface PopoverContent {
  /** In pixels. */
  readonly width: number
  readonly height: number
  render(): TemplateResult
  /** Puts the focus into it, once it is shown. */
  focus(panel: HTMLElement): void
}

interface Opened {
  readonly content: PopoverContent
  readonly at: DOMRect
  /** It was shown already: what is closed is not shown again. */
  readonly shown: boolean
  /** What had the focus, and gets it back. */
  readonly back: Element | null
}

/** Something small beside a part of an element: over everything else, closed by Escape and by a click elsewhere. */
export class Popover implements ReactiveController {
  readonly #host: ReactiveElement
  #opened: Opened | null = null

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  /** Opens it beside `anchor`. */
  open(anchor: Element, content: PopoverContent): void {
    this.#opened = { content, at: anchor.getBoundingClientRect(), shown: false, back: this.#focused }
    this.#host.requestUpdate()
  }

  /** Closes it, and puts the focus where it was. */
  close(): void {
    this.#panel?.hidePopover()
    this.#forget()
  }

  hostUpdated(): void {
    const panel = this.#panel
    if (panel === null || this.#opened === null || this.#opened.shown) return
    this.#opened = { ...this.#opened, shown: true }
    if (!panel.matches(':popover-open')) panel.showPopover()
    this.#opened.content.focus(panel)
  }

  hostDisconnected(): void {
    this.#opened = null
  }

  render(): TemplateResult | typeof nothing {
    if (this.#opened === null) return nothing
    const { content, at } = this.#opened
    return html`<div class="popover" popover="auto" .style=${placeBeside(at, content)} @toggle=${this.#toggled}>
      ${content.render()}
    </div>`
  }

  /** It tells a task later: what is said of one that is gone says nothing of the one that is open now. */
  readonly #toggled = ({ newState, target }: ToggleEvent): void => {
    if (newState === 'closed' && target === this.#panel) this.#forget()
  }

  #forget(): void {
    const back = this.#opened?.back
    this.#opened = null
    this.#host.requestUpdate()
    // Whoever clicked on something else is there already.
    const isElsewhere = this.#focused !== null && this.#focused.closest('.popover') === null
    if (!isElsewhere && back instanceof HTMLElement) back.focus({ preventScroll: true })
  }

  get #panel(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.popover')
  }

  get #focused(): Element | null {
    return this.#host.shadowRoot?.activeElement ?? null
  }
}

/** Above what it belongs to where there is room, else below, and always inside the window. */
const placeBeside = ({ top, bottom, left, width: wide }: DOMRect, { width, height }: PopoverContent): string => {
  const above = top - gap - height
  const y = above >= gap ? above : Math.min(bottom + gap, innerHeight - height - gap)
  const x = Math.min(left + wide / 2 - width / 2, innerWidth - width - gap)
  return `left: ${Math.max(0, x)}px; top: ${Math.max(0, y)}px; width: ${width}px; height: ${height}px`
}
