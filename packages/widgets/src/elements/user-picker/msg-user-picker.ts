import type { Profile, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Attempt } from '../../context/attempt.ts'
import { loadFailureText } from '../../context/failure-text.ts'
import { isComposing, showActive } from '../../context/field-keys.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { calledBy } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { userPickerStyles } from './user-picker.styles.ts'
import { renderPerson } from '../render-person.ts'

/** So long, in milliseconds, nothing more is typed before it is searched for. */
const pause = 200

/**
 * Finds people by name, username or e-mail, and takes one or several. Before anything is typed it shows my contacts.
 *
 * @attr multiple - Several may be taken
 * @fires change - `value` is another one
 * @csspart option - Somebody who may be taken
 * @csspart chip - Somebody who was taken
 */
export class MsgUserPicker extends MsgElement {
  static override readonly styles = [base, controls, userPickerStyles]
  static override readonly shadowRootOptions: ShadowRootInit = { ...MsgElement.shadowRootOptions, delegatesFocus: true }
  static override readonly properties = {
    multiple: { type: Boolean },
    value: { attribute: false },
    exclude: { attribute: false },
    query: { state: true },
    at: { state: true },
  }

  declare multiple: boolean
  /** Who was taken. */
  declare value: readonly Profile[]
  /** Who is not offered. */
  declare exclude: readonly UserId[]
  declare query: string
  /** The option that Enter takes. */
  declare at: number

  readonly #found = new Attempt<readonly Profile[]>(this)
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked: string | null = null
  /** What the people shown were found by. */
  #answered: string | null = null
  /** Enter was pressed before the answer was there: whoever comes first is meant. */
  #hurried = false

  constructor() {
    super()
    this.multiple = false
    this.value = []
    this.exclude = []
    this.query = ''
    this.at = 0
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { connected } = this.surroundings
    const query = this.query.trim()
    if (connected === null || query === this.#asked) return
    const first = this.#asked === null
    this.#asked = query
    this.#hurried = false
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        this.at = 0
        this.#found.load(async (signal) => {
          const { people } = connected.session
          const { profiles } =
            query === '' ? await people.contacts({}, { signal }) : await people.search({ query }, { signal })
          this.#answered = query
          return profiles
        })
      },
      first ? 0 : pause,
    )
  }

  protected override updated(): void {
    // What is there may be the answer to what was asked before.
    if (!this.#hurried || this.#found.state.status !== 'done' || this.#answered !== this.query.trim()) return
    this.#hurried = false
    const [chosen] = this.#offered
    if (chosen !== undefined) this.#take(chosen)
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    const offered = this.#offered
    const active = offered[this.at]
    return html`${this.multiple && this.value.length > 0 ? this.#chips() : html`<span></span>`}
      <input
        type="search"
        role="combobox"
        autocomplete="off"
        aria-expanded="true"
        aria-controls="people"
        aria-autocomplete="list"
        aria-activedescendant=${active === undefined ? nothing : `person-${this.at}`}
        aria-label=${strings.peopleHint}
        placeholder=${strings.peopleHint}
        .value=${this.query}
        @input=${this.#input}
        @keydown=${this.#key}
      />
      ${this.#list(offered)}`
  }

  #chips(): TemplateResult {
    const { strings } = this.surroundings
    return html`<ul class="chips">
      ${this.value.map(
        (profile) =>
          html`<li>
            <button
              part="chip"
              aria-label=${`${strings.remove}: ${calledBy(profile)}`}
              @click=${() => this.#drop(profile.id)}
            >
              <bdi>${calledBy(profile)}</bdi> ${icons.close}
            </button>
          </li>`,
      )}
    </ul>`
  }

  #list(offered: readonly Profile[]): TemplateResult {
    const { strings } = this.surroundings
    const state = this.#found.state
    if (state.status === 'failed')
      return html`<p class="none" role="alert">${loadFailureText(state.error, strings)}</p>`
    if (state.status === 'done' && offered.length === 0 && this.query !== '')
      return html`<p class="none" role="status">${strings.nothingFound(this.query)}</p>`
    return html`<ul id="people" role="listbox" tabindex="-1" aria-label=${strings.members}>
      ${repeat(
        offered,
        ({ id }) => id,
        (profile, index) =>
          html`<li
            part="option"
            id=${`person-${index}`}
            role="option"
            aria-selected=${index === this.at}
            @click=${() => this.#take(profile)}
            @pointermove=${() => (this.at = index)}
          >
            ${renderPerson(profile)}
          </li>`,
      )}
    </ul>`
  }

  get #offered(): readonly Profile[] {
    const taken = new Set([...this.exclude, ...this.value.map(({ id }) => id)])
    return (this.#found.answer ?? []).filter(({ id }) => !taken.has(id))
  }

  readonly #input = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.query = event.target.value
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    const offered = this.#offered
    const last = this.value.at(-1)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      this.at = Math.max(0, Math.min(offered.length - 1, this.at + step))
      void showActive(this)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = offered[this.at]
      if (this.query.trim() !== this.#answered) this.#hurried = true
      else if (chosen !== undefined) this.#take(chosen)
    }
    if (event.key === 'Backspace' && this.query === '' && last !== undefined) this.#drop(last.id)
  }

  #take(profile: Profile): void {
    this.query = ''
    this.#changed(this.multiple ? [...this.value, profile] : [profile])
  }

  #drop(userId: UserId): void {
    this.#changed(this.value.filter(({ id }) => id !== userId))
  }

  #changed(value: readonly Profile[]): void {
    this.value = value
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }
}
