import type { Timeline, TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { repeat } from 'lit/directives/repeat.js'
import { MsgElement } from '../../context/msg-element.ts'
import { ShownView } from '../../context/shown-view.ts'
import { icons } from '../../icons/icons.ts'
import { nameOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { Arrivals } from './arrivals.ts'
import { listItems } from './list-items.ts'
import type { ListItem } from './list-items.ts'
import { messageListStyles } from './message-list.styles.ts'
import { ReadMarker } from './read-marker.ts'
import { renderRow } from './render-row.ts'
import type { RowSetting } from './render-row.ts'
import { actionsOf } from './row-actions.ts'
import type { MessageAction, OfferedAction } from './row-actions.ts'
import { RowFocus } from './row-focus.ts'
import type { RowWalk } from './row-focus.ts'
import { RowWindow } from './row-window.ts'

/** So near to an edge, in pixels, the next page is asked for. */
const loadAhead = 800
/** So long, in milliseconds, a message that one jumped to stands out. */
const flashFor = 1_200

/**
 * A timeline as a list that shows only what is in sight, keeps its place while older messages come in, and follows the newest.
 *
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @fires msg-message-action - Something is to be done to a message: `detail.action`, `detail.message`. Cancelable
 * @fires msg-at-end-change - `detail.atEnd`
 * @csspart viewport - What scrolls
 * @csspart row - A message with everything about it
 * @csspart bubble - What it says
 * @csspart jump - The button that leads to the newest
 */
export class MsgMessageList extends MsgElement implements RowWalk {
  static override readonly styles = [base, controls, messageListStyles]
  static override readonly properties = {
    timeline: { attribute: false },
    label: {},
    around: { attribute: false },
    showDeleted: { attribute: 'show-deleted' },
    flashed: { state: true },
  }

  declare timeline: Timeline | null
  /** What the list is of: the title of the conversation. */
  declare label: string
  /** The message that a list begins at; default where reading stopped, else the end. */
  declare around: MessageId | null
  declare showDeleted: string | null
  declare flashed: MessageId | null

  readonly #shown = new ShownView<TimelineSnapshot>(this, (snapshot) => this.#arrived(snapshot))
  readonly #marker = new ReadMarker(this, (seq) => this.timeline?.markRead(seq))
  readonly #window = new RowWindow(this, () => this.renderRoot.querySelector<HTMLElement>('.viewport'))
  readonly #focus = new RowFocus(this)
  readonly #arrivals = new Arrivals()
  #items: readonly ListItem[] = []
  #atEnd = true
  /** The last message there was when the end was last in sight. */
  #endSeq = 0
  #jumpTo: MessageId | null = null
  /** Whether the list stands where it is to begin: before that, what is in sight means nothing. */
  #placed = false

  constructor() {
    super()
    this.timeline = null
    this.label = ''
    this.around = null
    this.showDeleted = null
    this.flashed = null
  }

  get root(): HTMLElement | DocumentFragment {
    return this.renderRoot
  }

  get items(): readonly ListItem[] {
    return this.#items
  }

  show(index: number): void {
    this.#window.scrollTo(index, 'auto')
  }

  offered(row: TimelineRow): readonly OfferedAction[] {
    const { strings, connected } = this.surroundings
    const conversation = this.#shown.snapshot?.conversation ?? null
    return actionsOf({ row, conversation, me: connected?.session.me ?? '', strings })
  }

  act(row: TimelineRow, action: MessageAction): void {
    if (!this.ask('msg-message-action', { action, message: row })) return
    if (action === 'pin') this.timeline?.pin(row.id)
    if (action === 'unpin') this.timeline?.unpin(row.id)
    if (action === 'hide') this.timeline?.hide(row.id)
    if (action === 'copy') void navigator.clipboard?.writeText(row.body ?? '')
  }

  /** Shows a message, wherever it is, in the middle of the list. */
  async jumpTo(messageId: MessageId): Promise<void> {
    this.#jumpTo = messageId
    if (!this.#items.some(({ key }) => key === messageId)) await this.timeline?.around(messageId)
    this.requestUpdate()
  }

  /** Shows the newest message. */
  async scrollToLatest(): Promise<void> {
    if (this.#shown.snapshot?.after !== 'end') await this.timeline?.latest()
    await this.updateComplete
    this.#window.scrollToEnd()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('timeline')) this.#begin()
    const snapshot = this.#shown.snapshot
    const { rows = [], lines = [] } = snapshot ?? {}
    const { times } = this.surroundings
    this.#items = listItems({
      rows,
      lines,
      divider: snapshot?.divider ?? null,
      times,
      showDeleted: this.showDeleted !== 'no',
    })
    const kept = this.#items.findIndex(({ key }) => key === this.#focus.active)
    this.#window.setLines({
      count: this.#items.length,
      keyOf: (index) => this.#items[index]?.key ?? String(index),
      kept: kept === -1 ? null : kept,
    })
  }

  protected override render(): TemplateResult {
    const { strings, connected } = this.surroundings
    const snapshot = this.#shown.snapshot
    if (snapshot === null || connected === null) return this.#loading(strings.loading)
    if (snapshot.status === 'gone') return this.#state(strings.loadFailed, null)
    if (snapshot.rows.length === 0 && snapshot.error !== null)
      return this.#state(
        strings.loadFailed,
        html`<button class="primary" @click=${this.#reload}>${strings.retry}</button>`,
      )
    if (snapshot.status === 'loading') return this.#loading(strings.loading)
    if (snapshot.rows.length === 0) return this.#state(strings.emptyConversation, null)
    return html`<div
        part="viewport"
        class="viewport"
        role="log"
        aria-live="off"
        aria-label=${strings.messagesWith(this.label)}
        aria-busy=${snapshot.before === 'loading' || snapshot.after === 'loading'}
        tabindex="0"
        @scroll=${this.#scrolled}
        @keydown=${this.#focus.key}
        @pointerover=${this.#focus.pointed}
        @focusin=${this.#focus.focused}
      >
        <div class="lines" .style=${`height: ${this.#window.height}px`}>${this.#lines(snapshot)}</div>
      </div>
      ${this.#jumpButton(snapshot)}`
  }

  protected override updated(): void {
    this.#place()
    this.#noticeEnd()
    this.#reachForMore()
    this.#jump()
    this.#see()
  }

  #begin(): void {
    this.#shown.show(this.timeline)
    this.#marker.begin(this.timeline?.get().conversation?.me.readSeq ?? 0)
    this.#atEnd = true
    this.#arrivals.reset()
    this.#placed = false
    this.#jumpTo = this.around
    this.#focus.reset()
  }

  /** A list begins where reading stopped, else at its end. */
  #place(): void {
    if (this.#placed || this.#shown.snapshot?.status !== 'ready' || this.#items.length === 0) return
    this.#placed = true
    if (this.#jumpTo !== null) return
    const divider = this.#items.findIndex(({ type }) => type === 'unread')
    if (divider === -1) this.#window.scrollToEnd()
    else this.#window.scrollTo(divider, 'start')
  }

  #lines(snapshot: TimelineSnapshot) {
    const setting = this.#setting(snapshot)
    return repeat(
      this.#window.items,
      ({ key }) => key,
      ({ index, start }) =>
        html`<div
          class="line"
          data-index=${index}
          .style=${`transform: translateY(${start}px)`}
          ${ref(this.#window.measure)}
        >
          ${this.#line(this.#items[index], setting)}
        </div>`,
    )
  }

  #line(item: ListItem | undefined, setting: RowSetting) {
    const { strings, times, now } = this.surroundings
    switch (item?.type) {
      case undefined:
        return nothing
      case 'day':
        return html`<div part="day" class="divider" role="separator">${times.day(item.at, now)}</div>`
      case 'unread':
        return html`<div part="unread-divider" class="divider unread" role="separator">${strings.unreadFrom}</div>`
      case 'line': {
        const { type, userId } = item.line
        const name = nameOf(setting.snapshot.profiles, userId)
        return html`<div part="line" class="line-text"><bdi>${strings[type](name)}</bdi></div>`
      }
      case 'row':
        return renderRow(item, setting)
    }
  }

  #setting(snapshot: TimelineSnapshot): RowSetting {
    const { timeline } = this
    const me = this.surroundings.connected?.session.me ?? ''
    const outbox = this.surroundings.connected?.views.outbox
    return {
      snapshot,
      me,
      surroundings: this.surroundings,
      active: this.#focus.active,
      flashed: this.flashed,
      act: (row, action) => this.act(row, action),
      toggle(row, emoji) {
        const mine = row.reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(me))
        if (mine) timeline?.unreact(row.id, emoji)
        else timeline?.react(row.id, emoji)
      },
      retry: (row) => failed(row).forEach((id) => outbox?.retry(id)),
      discard: (row) => failed(row).forEach((id) => outbox?.discard(id)),
      jump: (messageId) => void this.jumpTo(messageId),
    }
  }

  #jumpButton(snapshot: TimelineSnapshot) {
    const { strings } = this.surroundings
    if (this.#atEnd && snapshot.after === 'end') return nothing
    const lastSeq = snapshot.conversation?.lastSeq ?? 0
    const fresh = Math.max(0, lastSeq - Math.max(this.#endSeq, 0))
    const label = this.#endSeq > 0 && fresh > 0 ? strings.newMessages(fresh) : strings.jumpToLatest
    return html`<button part="jump" class="jump" @click=${() => void this.scrollToLatest()}>
      ${icons.down} ${label}
    </button>`
  }

  #loading(label: string): TemplateResult {
    const lines = Array.from({ length: 6 }, () => html`<span></span>`)
    return html`<div class="skeletons" aria-busy="true" role="status" aria-label=${label}>${lines}</div>`
  }

  #state(text: string, action: TemplateResult | null): TemplateResult {
    return html`<div class="state">
      <slot name="empty"><p>${text}</p></slot>${action ?? nothing}
    </div>`
  }

  readonly #reload = (): void => void this.timeline?.reload()

  #arrived(snapshot: TimelineSnapshot): void {
    const lastSeq = snapshot.conversation?.lastSeq ?? 0
    if (this.#atEnd) this.#endSeq = lastSeq
    this.#arrivals.tell(snapshot, this.label, this.surroundings)
  }

  readonly #scrolled = (): void => {
    this.#noticeEnd()
    this.#reachForMore()
    this.#see()
  }

  #noticeEnd(): void {
    const snapshot = this.#shown.snapshot
    if (!this.#placed || snapshot?.status !== 'ready') return
    const atEnd = this.#window.atEnd && snapshot.after === 'end'
    if (atEnd) this.#endSeq = snapshot.conversation?.lastSeq ?? 0
    if (atEnd === this.#atEnd) return
    this.#atEnd = atEnd
    this.timeline?.follow(atEnd)
    this.tell('msg-at-end-change', { atEnd })
    this.requestUpdate()
  }

  #reachForMore(): void {
    const viewport = this.renderRoot.querySelector<HTMLElement>('.viewport')
    const snapshot = this.#shown.snapshot
    if (viewport === null || !this.#placed || snapshot?.status !== 'ready') return
    const below = viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight
    if (snapshot.before === 'more' && viewport.scrollTop < loadAhead) void this.timeline?.loadBefore()
    if (snapshot.after === 'more' && below < loadAhead) void this.timeline?.loadAfter()
  }

  #jump(): void {
    const messageId = this.#jumpTo
    if (messageId === null) return
    const index = this.#items.findIndex(({ key }) => key === messageId)
    if (index === -1) return
    this.#jumpTo = null
    this.#window.scrollTo(index)
    this.flashed = messageId
    setTimeout(() => {
      if (this.flashed === messageId) this.flashed = null
    }, flashFor)
  }

  /** Notes the last message that is in sight with at least three fifths of its height. */
  #see(): void {
    const viewport = this.renderRoot.querySelector<HTMLElement>('.viewport')
    if (viewport === null || !this.#placed) return
    const bottom = viewport.scrollTop + viewport.clientHeight
    for (const { index, start, size } of this.#window.items.toReversed()) {
      const item = this.#items[index]
      if (item?.type !== 'row' || item.row.seq === null || start + size * 0.6 > bottom) continue
      return this.#marker.sees(item.row.seq)
    }
  }
}

/** The entries of the outbox that were refused for a row. */
const failed = ({ id, writes }: TimelineRow): readonly string[] => [
  id,
  ...writes.filter(({ state }) => state === 'failed').map((entry) => entry.id),
]
