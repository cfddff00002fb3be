import type { Profile, UserId } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { CSSResult, ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit'
import { mentionAt, mentionedIn, mentionOf, peopleFor } from '../../text/mentions.ts'

export const mentionPickerStyles: CSSResult = css`
  .suggestions {
    position: absolute;
    inset-block-end: 100%;
    inset-inline: 16px;
    z-index: 1;
    max-width: 360px;
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
  .suggestions small {
    color: var(--_text-2);
  }
`

/** A field in which people can be mentioned. */
export interface MentionHost extends ReactiveControllerHost {
  readonly editor: HTMLTextAreaElement | null
  /** Who can be mentioned. */
  readonly people: readonly Profile[]
  /** Puts a text in place of what is written from somewhere to the cursor. */
  replaceFrom(from: number, text: string): void
}

/** Offers people while a name is written after an `@`; arrows choose, Enter and Tab take, Escape closes and changes nothing. */
export class MentionPicker implements ReactiveController {
  readonly #host: MentionHost
  readonly #chosen = new Map<UserId, Profile>()
  #from = 0
  #offered: readonly Profile[] = []
  #at = 0

  constructor(host: MentionHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  get isOpen(): boolean {
    return this.#offered.length > 0
  }

  /** The id of the option that would be taken. */
  get active(): string | typeof nothing {
    return this.isOpen ? `mention-${this.#at}` : nothing
  }

  /** Whom a text speaks to, of those who were chosen or can be. */
  in(text: string): readonly UserId[] {
    return mentionedIn(
      text,
      new Map([...this.#host.people.map((one) => [one.id, one] as const), ...this.#chosen]).values(),
    )
  }

  /** Another message is written. */
  reset(): void {
    this.#chosen.clear()
    this.close()
  }

  close(): void {
    if (!this.isOpen) return
    this.#offered = []
    this.#host.requestUpdate()
  }

  /** Something was written, or the cursor moved. */
  look(): void {
    const editor = this.#host.editor
    const found = editor === null ? null : mentionAt(editor.value, editor.selectionStart)
    if (found === null) return this.close()
    this.#from = found.from
    this.#offered = peopleFor(this.#host.people, found.query)
    this.#at = 0
    this.#host.requestUpdate()
  }

  /** Takes a key; false where it is nothing to this. */
  takes({ key }: KeyboardEvent): boolean {
    if (!this.isOpen) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    const chosen = this.#offered[this.#at]
    if (step !== undefined) this.#move(step)
    else if (key === 'Escape') this.close()
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) this.#take(chosen)
    else return false
    return true
  }

  render(label: string): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing
    return html`<ul id="mentions" part="suggestions" class="suggestions" role="listbox" aria-label=${label}>
      ${this.#offered.map(
        (person, index) =>
          html`<li
            id=${`mention-${index}`}
            role="option"
            aria-selected=${index === this.#at}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#take(person)}
          >
            <msg-avatar .name=${person.displayName} .src=${person.avatarUrl ?? null}></msg-avatar>
            <span dir="auto">${person.displayName}</span>
            ${person.username === undefined ? nothing : html`<small>@${person.username}</small>`}
          </li>`,
      )}
    </ul>`
  }

  #move(step: number): void {
    const { length } = this.#offered
    this.#at = (this.#at + step + length) % length
    this.#host.requestUpdate()
  }

  #take(person: Profile): void {
    this.#chosen.set(person.id, person)
    this.#host.replaceFrom(this.#from, `${mentionOf(person)} `)
    this.close()
  }
}
