import { html } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { loadFailureText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { loadEmoji } from '../../emoji/emoji-book.ts'
import type { Emoji, EmojiBook, EmojiGroup } from '../../emoji/emoji-book.ts'
import { chosenTone, inTone, rememberTone, tones } from '../../emoji/emoji-tone.ts'
import type { Tone } from '../../emoji/emoji-tone.ts'
import { recentEmoji, rememberEmoji } from '../../emoji/recent-emoji.ts'
import type { Strings } from '../../i18n/strings.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { emojiPickerStyles } from './emoji-picker.styles.ts'

/** Emoji in a row. */
const columns = 8

type Tab = EmojiGroup | 'recent'

/** What a group is called. */
type EmojiName = `emoji${string}` & keyof Strings

interface TabFace {
  readonly tab: Tab
  readonly emoji: string
  readonly name: EmojiName
}

const tabs: readonly TabFace[] = [
  { tab: 'recent', emoji: '🕘', name: 'emojiRecent' },
  { tab: 'smileys', emoji: '😀', name: 'emojiSmileys' },
  { tab: 'people', emoji: '👋', name: 'emojiPeople' },
  { tab: 'animals', emoji: '🐻', name: 'emojiAnimals' },
  { tab: 'food', emoji: '🍎', name: 'emojiFood' },
  { tab: 'travel', emoji: '🚗', name: 'emojiTravel' },
  { tab: 'activities', emoji: '⚽', name: 'emojiActivities' },
  { tab: 'objects', emoji: '💡', name: 'emojiObjects' },
  { tab: 'symbols', emoji: '💯', name: 'emojiSymbols' },
  { tab: 'flags', emoji: '🏁', name: 'emojiFlags' },
]

/** What shows the tones. */
const hand = { emoji: '✋', toned: ['✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'] }

/** What each tone is called. */
const toneNames: Readonly<Record<Tone, `tone${string}` & keyof Strings>> = {
  0: 'toneNone',
  1: 'toneLight',
  2: 'toneMediumLight',
  3: 'toneMedium',
  4: 'toneMediumDark',
  5: 'toneDark',
}

/**
 * Picks an emoji: those used last, by group, or by a word for it.
 *
 * @fires msg-emoji - `detail.emoji`
 * @csspart search - The field
 * @csspart tab - A group
 * @csspart emoji - An emoji
 */
export class MsgEmojiPicker extends MsgElement {
  static override readonly styles = [base, controls, emojiPickerStyles]
  static override readonly shadowRootOptions: ShadowRootInit = { ...MsgElement.shadowRootOptions, delegatesFocus: true }
  static override readonly properties = {
    tab: { state: true },
    query: { state: true },
    at: { state: true },
    tone: { state: true },
  }

  declare tab: Tab
  declare query: string
  /** Which of those shown is the tab stop. */
  declare at: number
  declare tone: Tone

  readonly #book = new Attempt<EmojiBook>(this)
  #locale: string | null = null

  constructor() {
    super()
    this.tab = 'recent'
    this.query = ''
    this.at = 0
    this.tone = chosenTone()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tab') || changed.has('query')) this.at = 0
    const { locale } = this.surroundings
    if (locale === this.#locale) return
    this.#locale = locale
    this.#book.load(() => loadEmoji(locale))
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    return html`<form class="asked" @submit=${this.#searched}>
        <input
          part="search"
          type="search"
          maxlength="64"
          aria-label=${strings.emojiSearch}
          placeholder=${strings.emojiSearch}
          .value=${this.query}
          @input=${this.#input}
          @keydown=${this.#searchKey}
        />${this.#tones()}
      </form>
      <div role="tablist" aria-label=${strings.emoji} @keydown=${this.#tabKey}>
        ${tabs.map((face) => this.#tab(face, strings[face.name]))}
      </div>
      ${this.#shown()}`
  }

  #tab({ tab, emoji }: TabFace, name: string): TemplateResult {
    const selected = this.query === '' && tab === this.tab
    return html`<button
      part="tab"
      role="tab"
      aria-selected=${selected}
      aria-label=${name}
      title=${name}
      tabindex=${tab === this.tab ? 0 : -1}
      @click=${() => this.#show(tab)}
    >
      ${emoji}
    </button>`
  }

  #shown(): TemplateResult {
    const { strings } = this.surroundings
    const book = this.#book.state
    if (book.status === 'failed') return html`<p class="none" role="alert">${loadFailureText(book.error, strings)}</p>`
    if (book.status !== 'done') return html`<div class="grid" aria-busy="true"></div>`
    const emoji = this.#offered
    if (emoji.length === 0) return html`<p class="none" role="status">${strings.nothingFound(this.query)}</p>`
    const rows = Array.from({ length: Math.ceil(emoji.length / columns) }, (_, row) => row * columns)
    return html`<div class="grid" role="grid" tabindex="-1" aria-label=${strings.emoji} @keydown=${this.#gridKey}>
      ${rows.map(
        (from) =>
          html`<div role="row">
            ${emoji.slice(from, from + columns).map((one, column) => this.#cell(one, from + column))}
          </div>`,
      )}
    </div>`
  }

  #tones(): TemplateResult {
    const { strings } = this.surroundings
    return html`<select aria-label=${strings.emojiTone} title=${strings.emojiTone} @change=${this.#toneChosen}>
      ${tones.map(
        (tone) =>
          html`<option value=${tone} aria-label=${strings[toneNames[tone]]} ?selected=${tone === this.tone}>
            ${inTone(hand, tone)}
          </option>`,
      )}
    </select>`
  }

  #cell(one: Emoji, index: number): TemplateResult {
    const emoji = inTone(one, this.tone)
    const { name } = one
    return html`<button
      part="emoji"
      role="gridcell"
      aria-label=${name}
      title=${name}
      tabindex=${index === this.at ? 0 : -1}
      @click=${() => this.#pick(emoji)}
    >
      ${emoji}
    </button>`
  }

  get #offered(): readonly Emoji[] {
    const book = this.#book.answer
    if (book === null) return []
    if (this.query.trim() !== '') return book.search(this.query)
    return this.tab === 'recent' ? book.of(recentEmoji()) : book.group(this.tab)
  }

  #show(tab: Tab): void {
    this.tab = tab
    this.query = ''
  }

  #pick(emoji: string): void {
    rememberEmoji(emoji)
    this.tell('msg-emoji', { emoji })
  }

  readonly #toneChosen = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return
    rememberTone(event.target.value)
    this.tone = chosenTone()
  }

  readonly #input = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.query = event.target.value
  }

  readonly #searched = (event: Event): void => {
    event.preventDefault()
    const [first] = this.#offered
    if (first !== undefined) this.#pick(inTone(first, this.tone))
  }

  readonly #searchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' || event.isComposing) return
    event.preventDefault()
    this.#focus('gridcell')
  }

  readonly #tabKey = (event: KeyboardEvent): void => {
    const towards = getComputedStyle(this).direction === 'rtl' ? -1 : 1
    const step = { ArrowRight: towards, ArrowLeft: -towards }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = tabs.findIndex(({ tab }) => tab === this.tab)
    this.#show(tabs.at((at + step) % tabs.length)?.tab ?? 'recent')
    this.#focus('tab')
  }

  readonly #gridKey = (event: KeyboardEvent): void => {
    const towards = getComputedStyle(this).direction === 'rtl' ? -1 : 1
    const last = this.#offered.length - 1
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: towards,
      ArrowLeft: -towards,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -last,
      End: last,
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    this.at = Math.max(0, Math.min(last, this.at + step))
    this.#focus('gridcell')
  }

  /** Puts the focus on the tab stop of its kind. */
  #focus(role: 'tab' | 'gridcell'): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[role=${role}][tabindex="0"]`)?.focus(),
    )
  }
}
