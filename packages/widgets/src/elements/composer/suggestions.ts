import { css, html, nothing } from 'lit'
import type { CSSResult, ReactiveController, ReactiveElement, TemplateResult } from 'lit'
import { showActive } from '../../context/field-keys.ts'
import type { Strings } from '../../i18n/strings.ts'

export const suggestionsStyles: CSSResult = css`
  .suggestions {
    position: absolute;
    inset-block-end: 100%;
    inset-inline: 16px;
    z-index: 1;
    max-width: 360px;
    max-height: calc(100dvh - 160px);
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-card);
    padding: 4px;
    list-style: none;
    background: var(--_surface-raised);
    box-shadow: 0 4px 16px rgb(16 20 32 / 10%);
  }
  .suggestions li {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
    padding: 0 8px;
    border-radius: var(--_radius-control);
    cursor: pointer;
  }
  .suggestions li[aria-selected='true'] {
    background: var(--_accent-soft);
  }
  .suggestions msg-avatar {
    --msg-avatar-size: 24px;
  }
  .suggestions .sign {
    width: 24px;
    font-size: 20px;
    text-align: center;
  }
  .suggestions small {
    color: var(--_text-2);
  }
`

/** Something that may be written in place of what was begun. */
export interface Suggestion {
  readonly key: string
  readonly face: TemplateResult
  /** What is written when it is taken. */
  readonly text: string
  /** It was taken. */
  taken(): void
}

/** What is suggested at the moment. */
export interface Suggested {
  /** Where that begins which it takes the place of. */
  readonly from: number
  readonly offered: readonly Suggestion[]
}

/** Looks for what may be meant, by what stands before the cursor; null where nothing is begun. */
export interface SuggestionSource {
  suggest(text: string, cursor: number): Suggested | null
  label(strings: Strings): string
  /** Nobody waits any more for what it still looks for. */
  stop?(): void
}

/** A field in which something is suggested. */
export interface SuggestionsHost extends ReactiveElement {
  readonly editor: HTMLTextAreaElement | null
  /** Puts a text in place of what is written from somewhere to the cursor. */
  replaceFrom(from: number, text: string): void
}

/** A list over a field while something is begun; arrows choose, Enter and Tab take, Escape closes and changes nothing. */
export class Suggestions implements ReactiveController {
  readonly #host: SuggestionsHost
  readonly #sources: readonly SuggestionSource[]
  #source: SuggestionSource | null = null
  #suggested: Suggested = { from: 0, offered: [] }
  #at = 0

  constructor(host: SuggestionsHost, sources: readonly SuggestionSource[]) {
    this.#host = host
    this.#sources = sources
    host.addController(this)
  }

  hostConnected(): void {}

  get isOpen(): boolean {
    return this.#suggested.offered.length > 0
  }

  /** The id of the option that would be taken. */
  get active(): string | typeof nothing {
    return this.isOpen ? `suggestion-${this.#at}` : nothing
  }

  close(): void {
    for (const source of this.#sources) source.stop?.()
    if (!this.isOpen) return
    this.#suggested = { from: 0, offered: [] }
    this.#host.requestUpdate()
  }

  /** Something was written, or the cursor moved. */
  look(): void {
    const { editor } = this.#host
    if (editor === null) return this.close()
    for (const source of this.#sources) {
      const suggested = source.suggest(editor.value, editor.selectionStart)
      if (suggested === null) continue
      this.#source = source
      const chosen = this.#at > 0 ? this.#suggested.offered[this.#at]?.key : null
      this.#suggested = suggested
      // What was chosen stays so while it is offered: more may be found meanwhile.
      this.#at = Math.max(
        0,
        suggested.offered.findIndex(({ key }) => key === chosen),
      )
      return this.#host.requestUpdate()
    }
    this.close()
  }

  /** Takes a key; false where it is nothing to this. */
  takes({ key }: KeyboardEvent): boolean {
    if (!this.isOpen) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    const chosen = this.#suggested.offered[this.#at]
    if (step !== undefined) this.#move(step)
    else if (key === 'Escape') this.close()
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) this.#take(chosen)
    else return false
    return true
  }

  render(strings: Strings): TemplateResult | typeof nothing {
    if (!this.isOpen || this.#source === null) return nothing
    return html`<ul
      id="suggestions"
      part="suggestions"
      class="suggestions"
      role="listbox"
      aria-label=${this.#source.label(strings)}
    >
      ${this.#suggested.offered.map(
        (suggestion, index) =>
          html`<li
            id=${`suggestion-${index}`}
            role="option"
            aria-selected=${index === this.#at}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#take(suggestion)}
          >
            ${suggestion.face}
          </li>`,
      )}
    </ul>`
  }

  #move(step: number): void {
    const { length } = this.#suggested.offered
    this.#at = (this.#at + step + length) % length
    this.#host.requestUpdate()
    void showActive(this.#host)
  }

  #take(suggestion: Suggestion): void {
    this.#host.replaceFrom(this.#suggested.from, `${suggestion.text} `)
    suggestion.taken()
    this.close()
  }
}
