import type { Conversation, ConversationId, Hit, MessageId, Profile } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Attempt } from '../../context/attempt.ts'
import { loadFailureText } from '../../context/failure-text.ts'
import { isComposing } from '../../context/field-keys.ts'
import { MsgElement } from '../../context/msg-element.ts'
import type { Connected } from '../../context/surroundings.ts'
import { icons } from '../../icons/icons.ts'
import { foundIn } from '../../text/found-in.ts'
import { authorOf, titleOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import { results } from '../../theme/results.ts'
import { emptyNotice } from '../notice.ts'
import { searchStyles } from './search.styles.ts'
import { renderPerson } from '../render-person.ts'

/** What a query found. */
interface Found {
  readonly query: string
  readonly people: readonly Profile[]
  readonly hits: readonly Hit[]
  /** That they are in; none where one is searched. */
  readonly conversations: ReadonlyMap<ConversationId, Conversation>
  readonly profiles: ReadonlyMap<string, Profile>
}

/** So long, in milliseconds, nothing more is typed before it is searched for. */
const pause = 200

/**
 * Searches people and messages, and marks what was found in them.
 *
 * @attr conversation-id - Only in this conversation, and no people
 * @slot - What is shown while nothing is searched for
 * @fires msg-result-select - `detail.conversationId` and `detail.messageId`, or `detail.userId`
 * @csspart input - The field
 * @csspart result - Somebody or something found
 * @csspart mark - What was searched for, in it
 */
export class MsgSearch extends MsgElement {
  static override readonly styles = [base, controls, notices, results, searchStyles]
  static override readonly shadowRootOptions: ShadowRootInit = { ...MsgElement.shadowRootOptions, delegatesFocus: true }
  static override readonly properties = {
    conversationId: { attribute: 'conversation-id' },
    query: { state: true },
  }

  declare conversationId: ConversationId | null
  declare query: string

  readonly #found = new Attempt<Found>(this)
  #asked = ''
  /** As whom it was asked last. */
  #as: Connected | null = null
  /** The message that was chosen last. */
  #chosen: MessageId | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.conversationId = null
    this.query = ''
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  /** Puts the focus where one was: on the result that was chosen last, else into the field. */
  resume(): void {
    const found = [...this.renderRoot.querySelectorAll<HTMLElement>('.result')]
    const last = found.find(({ dataset }) => dataset['id'] === this.#chosen)
    if (last === undefined) this.focus()
    else last.focus()
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { connected } = this
    // What one user looked for is nothing to the next.
    if (connected !== null && this.#as !== null && connected.session.me !== this.#as.session.me) this.query = ''
    const query = connected === null ? '' : this.query.trim()
    if (query === this.#asked && (connected ?? this.#as) === this.#as) return
    this.#asked = query
    this.#as = connected ?? this.#as
    clearTimeout(this.#timer)
    if (query === '') return this.#found.reset()
    this.#timer = setTimeout(() => this.#found.load((signal) => this.#find(query, signal)), pause)
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    const label = this.conversationId === null ? strings.search : strings.searchHere
    return html`<div class="field" role="search" aria-label=${label}>
        <input
          part="input"
          type="search"
          maxlength="256"
          aria-label=${label}
          placeholder=${label}
          .value=${this.query}
          @input=${this.#input}
          @keydown=${this.#key}
        />
      </div>
      ${this.query.trim() === '' ? html`<slot></slot>` : this.#results()}`
  }

  async #find(query: string, signal: AbortSignal): Promise<Found> {
    const { connected, conversationId } = this
    if (connected === null) return { query, people: [], hits: [], conversations: new Map(), profiles: new Map() }
    const { session } = connected
    const where = conversationId === null ? {} : { conversationId }
    const [people, page] = await Promise.all([
      conversationId === null ? session.people.search({ query, limit: 5 }, { signal }) : null,
      session.messages.search({ query, limit: 30, ...where }, { signal }),
    ])
    const conversations = new Map(page.conversations.map((conversation) => [conversation.id, conversation]))
    const profiles = new Map(page.profiles.map((profile) => [profile.id, profile]))
    return { query, people: people?.profiles ?? [], hits: page.hits, conversations, profiles }
  }

  #results(): TemplateResult {
    const { strings } = this.surroundings
    const state = this.#found.state
    if (state.status === 'failed')
      return html`<p class="none" role="alert">${loadFailureText(state.error, strings)}</p>`
    const found = this.#found.answer
    if (found === null) return html`<div class="results" aria-busy="true"></div>`
    const count = found.people.length + found.hits.length
    return html`<div class="results" tabindex="-1">
      <div class=${count === 0 ? '' : 'visually-hidden'} role="status">
        ${count === 0 ? emptyNotice(icons.search, strings.nothingFound(found.query)) : strings.results(count)}
      </div>
      ${count === 0 ? html`<p class="clear"><button @click=${this.#clear}>${strings.clear}</button></p>` : nothing}
      ${found.people.length === 0 ? nothing : html`<h3>${strings.members}</h3>`}
      <ul>
        ${repeat(
          found.people,
          ({ id }) => id,
          (person) => html`<li>${this.#person(person)}</li>`,
        )}
      </ul>
      ${found.hits.length === 0 ? nothing : html`<h3>${strings.messages}</h3>`}
      <ul>
        ${repeat(
          found.hits,
          ({ message }) => message.id,
          (hit) => html`<li>${this.#hit(hit, found)}</li>`,
        )}
      </ul>
    </div>`
  }

  #person(person: Profile): TemplateResult {
    const chosen = (): void => this.tell('msg-result-select', { userId: person.id })
    return html`<button part="result" class="result" @click=${chosen}>${renderPerson(person)}</button>`
  }

  #hit({ message, ranges }: Hit, { conversations, profiles }: Found): TemplateResult {
    const { times, now, strings, connected } = this.surroundings
    const { id, conversationId, authorId, createdAt, body } = message
    const parts = foundIn(body ?? '', ranges, () => this.requestUpdate())
    const author = authorOf(authorId, { profiles, me: connected?.session.me ?? null, you: strings.you })
    const title = this.#titleOf(conversations.get(conversationId), profiles)
    return html`<button part="result" class="result" data-id=${id} @click=${() => this.#choose(conversationId, id)}>
      ${title === '' || title === author ? nothing : html`<span class="where"><bdi>${title}</bdi></span>`}
      <span class="by"><bdi>${author}</bdi> · <time datetime=${createdAt}>${times.short(createdAt, now)}</time></span>
      <span class="said" dir="auto"
        >${parts.map(({ text, found }) => (found ? html`<mark part="mark">${text}</mark>` : text))}</span
      >
    </button>`
  }

  /** What the conversation of a hit is called: of a direct, who wrote what is not mine. */
  #titleOf(conversation: Conversation | undefined, profiles: Found['profiles']): string {
    const { connected, locale, strings } = this.surroundings
    if (conversation === undefined || connected === null) return ''
    return titleOf(conversation, { profiles, me: connected.session.me, locale, strings })
  }

  #choose(conversationId: ConversationId, messageId: MessageId): void {
    this.#chosen = messageId
    this.tell('msg-result-select', { conversationId, messageId })
  }

  readonly #input = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.query = event.target.value
  }

  readonly #clear = (): void => {
    this.query = ''
    this.focus()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (isComposing(event) || event.key !== 'Escape' || this.query === '') return
    event.stopPropagation()
    event.preventDefault()
    this.query = ''
  }
}
