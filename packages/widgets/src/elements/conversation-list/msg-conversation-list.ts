import type { InboxSnapshot, InboxView } from '@msg/client/views'
import type { Conversation, ConversationId, ConversationKind } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { loadFailureText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { createTypeAhead } from '../../context/type-ahead.ts'
import { OpenedView } from '../../context/opened-view.ts'
import type { Connected } from '../../context/surroundings.ts'
import { icons } from '../../icons/icons.ts'
import { beginningOf } from '../../text/beginning.ts'
import { countText } from '../../text/count-text.ts'
import { isolated } from '../../text/isolated.ts'
import { authorOf, titleOf } from '../../text/names.ts'
import { badges } from '../../theme/badge.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import { failedNotice } from '../failed-notice.ts'
import { emptyNotice } from '../notice.ts'
import { conversationListStyles } from './conversation-list.styles.ts'
import { NearRows } from './near-rows.ts'
import { renderFace } from './render-face.ts'

/** Which of my conversations are listed. */
export type InboxFilter = 'all' | 'unread' | 'rooms'

/**
 * My conversations, latest activity first: what was last said, when, and how much is unread.
 *
 * @attr selected - The id of the one that is open
 * @attr kinds - Which kinds are shown, by spaces: `direct group room`; default all
 * @attr filter - `all` (default), `unread` or `rooms`
 * @attr show-deleted - Say of a message that was deleted that it was; default on, `show-deleted="no"` for off
 * @slot empty - What is shown where there is none
 * @fires msg-select - `detail.conversationId`
 * @csspart row - A conversation
 * @csspart badge - How much of it is unread
 */
export class MsgConversationList extends MsgElement {
  static override readonly styles = [base, controls, notices, badges, conversationListStyles]
  static override readonly properties = {
    selected: {},
    kinds: {},
    filter: {},
    showDeleted: { attribute: 'show-deleted' },
  }

  declare selected: ConversationId | null
  declare kinds: string | null
  declare filter: InboxFilter
  declare showDeleted: string | null

  readonly #inbox = new OpenedView<InboxSnapshot, InboxView>(this, (views, filter) =>
    views.inbox(filter === 'rooms' ? { kind: 'room' } : {}),
  )

  readonly #near = new NearRows(this)
  readonly #typeAhead = createTypeAhead()

  constructor() {
    super()
    this.selected = null
    this.kinds = null
    this.filter = 'all'
    this.showDeleted = null
  }

  override focus(options?: FocusOptions): void {
    const rows = this.renderRoot.querySelectorAll<HTMLElement>('.row')
    const place = [...rows].find((row) => row.ariaCurrent === 'true') ?? rows[0]
    place?.focus(options)
  }

  /** The conversation before or after the selected one as listed, of all or of those with something unread. */
  beside(step: 1 | -1, unread: boolean): ConversationId | null {
    const shown = this.#shown()
    const at = shown.findIndex(({ id }) => id === this.selected)
    const onwards = step === 1 ? shown.slice(at + 1) : shown.slice(0, Math.max(0, at)).toReversed()
    return onwards.find(({ me }) => !unread || me.unread.count > 0)?.id ?? null
  }

  protected override willUpdate(): void {
    this.#inbox.of(this.filter === 'rooms' ? 'rooms' : 'all')
  }

  /** A row that is moved to another place loses the focus: it gets it back. */
  protected override update(changed: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement
    super.update(changed)
    if (focused instanceof HTMLElement && !focused.matches(':focus')) focused.focus({ preventScroll: true })
  }

  /** What scrolls is no tab stop of its own: some browsers make it one. */
  protected override render(): TemplateResult {
    return html`<div class="scroll" tabindex="-1">${this.#listed()}</div>`
  }

  #listed(): TemplateResult {
    const { strings, state, connected, retry } = this.surroundings
    const snapshot = this.#inbox.snapshot
    if (state === 'failed') return failedNotice(strings.unreachable, strings, retry)
    if (snapshot === null || connected === null || (snapshot.status === 'loading' && snapshot.error === null)) {
      const lines = Array.from({ length: 6 }, () => html`<div class="skeleton"><span></span></div>`)
      return html`<div class="skeletons" role="status" aria-busy="true" aria-label=${strings.loading}>${lines}</div>`
    }
    if (snapshot.status === 'loading' && snapshot.error !== null)
      return failedNotice(loadFailureText(snapshot.error, strings), strings, () => void this.#inbox.view?.reload())
    const shown = this.#shown()
    if (shown.length === 0 && snapshot.after !== 'more') return this.#empty()
    return html`<ul @keydown=${this.#key}>
        ${repeat(
          shown,
          ({ id }) => id,
          (conversation, index) =>
            html`<li data-id=${conversation.id}>
              ${this.#isBuilt(conversation, index) ? this.#row(conversation, snapshot, connected) : nothing}
            </li>`,
        )}
      </ul>
      ${
        snapshot.after === 'more'
          ? html`<div class="more">
              <button @click=${() => void this.#inbox.view?.loadMore()}>${strings.more}</button>
            </div>`
          : nothing
      }`
  }

  #empty(): TemplateResult {
    const { strings } = this.surroundings
    if (this.filter === 'unread') return emptyNotice(icons.check, strings.nothingUnread)
    if (this.filter === 'rooms') return emptyNotice(icons.people, strings.noRooms)
    return html`<slot name="empty">${emptyNotice(icons.chat, strings.emptyInbox)}</slot>`
  }

  #shown(): readonly Conversation[] {
    return (this.#inbox.snapshot?.conversations ?? []).filter((conversation) => this.#isShown(conversation))
  }

  #isBuilt({ id }: Conversation, index: number): boolean {
    return id === this.selected || this.#near.has(id, index)
  }

  #isShown({ kind, me }: Conversation): boolean {
    const kinds: readonly string[] | null = this.kinds === null ? null : this.kinds.split(/\s+/)
    if (kinds !== null && !kinds.includes(kind satisfies ConversationKind)) return false
    return this.filter !== 'unread' || me.unread.count > 0
  }

  #row(conversation: Conversation, { profiles }: InboxSnapshot, { session }: Connected): TemplateResult {
    const { strings, times, now } = this.surroundings
    const title = this.#title(conversation, profiles, session.me)
    const { count } = conversation.me.unread
    const last = conversation.lastMessage
    const preview = this.#preview(conversation, profiles, session.me)
    return html`<button
      part="row"
      class=${count > 0 ? 'row unread' : 'row'}
      aria-current=${conversation.id === this.selected}
      @click=${() => this.tell('msg-select', { conversationId: conversation.id })}
    >
      ${renderFace(conversation, { title, profiles, me: session.me })}
      <span class="title" dir="auto">${title}</span>
      ${count === 0 ? nothing : html`<span class="visually-hidden">${strings.unreadMessages(count)}</span>`}
      <span class="preview" dir="auto">${preview}</span>
      ${last === null ? nothing : html`<time datetime=${last.createdAt}>${times.short(last.createdAt, now)}</time>`}
      ${count === 0 ? nothing : html`<span part="badge" class="badge" aria-hidden="true">${countText(count)}</span>`}
    </button>`
  }

  #title(conversation: Conversation, profiles: InboxSnapshot['profiles'], me: string): string {
    const { strings, locale } = this.surroundings
    return titleOf(conversation, { profiles, me, locale, strings })
  }

  #preview({ lastMessage, kind }: Conversation, profiles: InboxSnapshot['profiles'], me: string): string {
    const { strings } = this.surroundings
    if (lastMessage === null) return strings.emptyConversation
    const { body, authorId } = lastMessage
    if (body === null && this.showDeleted === 'no') return ''
    const text = body === null ? strings.deleted : beginningOf(body, () => this.requestUpdate())
    if (authorId !== me && kind === 'direct') return text
    return strings.saidBy(authorOf(authorId, { profiles, me, you: strings.you }), isolated(text))
  }

  readonly #key = (event: KeyboardEvent): void => {
    const places = [...this.renderRoot.querySelectorAll('li')]
    const at = places.findIndex((place) => event.target instanceof Node && place.contains(event.target))
    // With these the keys are for the inbox.
    if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
    const to =
      { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: places.length - 1 }[event.key] ??
      this.#typeAhead.find(event, this.#titles(), at)
    if (to === null) return
    event.preventDefault()
    const place = places[Math.max(0, Math.min(places.length - 1, to))]
    if (place !== undefined) void this.#focusIn(place)
  }

  #titles(): readonly string[] {
    const { snapshot } = this.#inbox
    const { connected } = this
    if (snapshot === null || connected === null) return []
    return this.#shown().map((conversation) => this.#title(conversation, snapshot.profiles, connected.session.me))
  }

  async #focusIn(place: HTMLLIElement): Promise<void> {
    this.#near.add(place.dataset['id'] ?? '')
    await this.updateComplete
    place.querySelector<HTMLElement>('.row')?.focus()
  }
}
