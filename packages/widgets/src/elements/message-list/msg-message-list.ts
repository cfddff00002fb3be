import type { Timeline, TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { MsgElement } from '../../context/msg-element.ts'
import { Popover, popoverStyles } from '../../context/popover.ts'
import { ShownConnection } from '../../context/shown-connection.ts'
import { ShownView } from '../../context/shown-view.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { faces } from '../../theme/faces.ts'
import { notices } from '../../theme/notice.ts'
import { Arrivals } from './arrivals.ts'
import { AttachmentAddresses } from './attachment-addresses.ts'
import { EndWatch } from './end-watch.ts'
import { likelyHeight } from './line-height.ts'
import { createListItems } from './list-items.ts'
import type { ListItem } from './list-items.ts'
import { edgeOf, insteadOfMessages } from './list-notice.ts'
import { messageListStyles } from './message-list.styles.ts'
import { ReadMarker } from './read-marker.ts'
import { attachmentsStyles } from './render-attachments.ts'
import { renderLine } from './render-line.ts'
import type { RowSetting } from './row-setting.ts'
import { actionsOf } from './row-actions.ts'
import type { MessageAction, OfferedAction } from './row-actions.ts'
import { createRowDeeds } from './row-deeds.ts'
import type { DeedsHost } from './row-deeds.ts'
import { RowFocus } from './row-focus.ts'
import type { RowWalk } from './row-focus.ts'
import { RowJump } from './row-jump.ts'
import { rowMenuStyles } from './row-menu.ts'
import { RowWindow } from './row-window.ts'
import { rowStyles } from './row.styles.ts'
import { lastSeen, nearEdges } from './sight.ts'
import { StoppedAt } from './stopped-at.ts'
import { bodyStyles } from './body.styles.ts'

/**
 * A timeline as a list that shows only what is in sight, keeps its place while older messages come in, and follows the newest.
 *
 * @attr label - What it is of: the title of the conversation
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @fires msg-message-action - Something is to be done to a message: `detail.action`, `detail.message`. Cancelable
 * @fires msg-at-end-change - `detail.atEnd`
 * @slot empty - What is shown where nothing was said yet
 * @csspart viewport - What scrolls
 * @csspart row - A message with everything about it
 * @csspart bubble - What it says
 * @csspart jump - The button that leads to the newest
 */
export class MsgMessageList extends MsgElement implements RowWalk, DeedsHost {
  static override readonly styles = [
    base,
    controls,
    notices,
    faces,
    messageListStyles,
    rowStyles,
    bodyStyles,
    attachmentsStyles,
    popoverStyles,
    rowMenuStyles,
  ]
  static override readonly properties = {
    timeline: { attribute: false },
    label: {},
    around: { attribute: false },
    showDeleted: { attribute: 'show-deleted' },
  }

  static {
    // What is in sight is known once it is laid out, so a list of which only that is rendered does so again.
    this.disableWarning?.('change-in-update')
  }

  declare timeline: Timeline | null
  declare label: string
  /** The message that a list begins at; default where reading stopped, else the end. */
  declare around: MessageId | null
  declare showDeleted: string | null

  readonly #shown = new ShownView<TimelineSnapshot>(this, (snapshot) => this.#arrived(snapshot))
  readonly #connection = new ShownConnection(this)
  readonly #marker = new ReadMarker(this, (seq) => this.timeline?.markRead(seq))
  readonly #window = new RowWindow(this, () => this.renderRoot.querySelector<HTMLElement>('.viewport'))
  readonly #arrivals = new Arrivals(this)
  readonly #jump = new RowJump(this)
  readonly #end = new EndWatch()
  readonly #stopped = new StoppedAt(this)
  readonly overlay: Popover = new Popover(this)
  readonly #deeds = createRowDeeds(this)
  readonly #focus = new RowFocus(this, this.#deeds)
  readonly #addresses = new AttachmentAddresses(this)
  readonly #itemsOf = createListItems()
  #items: readonly ListItem[] = []
  /** Whether the list stands where it is to begin: before that, what is in sight means nothing. */
  #placed = false

  constructor() {
    super()
    this.timeline = null
    this.label = ''
    this.around = null
    this.showDeleted = null
  }

  override focus(options?: FocusOptions): void {
    const active = this.renderRoot.querySelector<HTMLElement>('.row[tabindex="0"]')
    const place = active ?? this.renderRoot.querySelector<HTMLElement>('.viewport')
    place?.focus(options)
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

  mayDo(action: MessageAction, row: TimelineRow): boolean {
    return this.ask('msg-message-action', { action, message: row })
  }

  /** Shows a message, wherever it is, in the middle of the list. */
  async jumpTo(messageId: MessageId): Promise<void> {
    this.#jump.to(messageId)
    if (!this.#items.some(({ key }) => key === messageId)) await this.timeline?.around(messageId)
    this.requestUpdate()
  }

  async toEdge(edge: 'first' | 'latest'): Promise<void> {
    if (edge === 'latest') return this.scrollToLatest()
    if (this.#shown.snapshot?.before !== 'end') await this.timeline?.first()
    await this.updateComplete
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
    const { times, connected } = this.surroundings
    const divider = snapshot === null ? null : this.#end.divider(snapshot, connected?.session.me)
    this.#items = this.#itemsOf(snapshot, { times, showDeleted: this.showDeleted !== 'no', divider })
    const kept = this.#items.findIndex(({ key }) => key === this.#focus.active)
    this.#window.setLines({
      count: this.#items.length,
      keyOf: (index) => this.#items[index]?.key ?? String(index),
      heightOf: (index) => likelyHeight(this.#items[index]),
      kept: kept === -1 ? null : kept,
      more: { before: (snapshot?.before ?? 'end') !== 'end', after: (snapshot?.after ?? 'end') !== 'end' },
    })
  }

  protected override render(): TemplateResult | typeof nothing {
    const snapshot = this.#shown.snapshot
    const listed = { items: this.#items, reload: () => void this.timeline?.reload() }
    const instead = insteadOfMessages(snapshot, this.surroundings, listed)
    return instead ?? (snapshot === null ? nothing : this.#timeline(snapshot))
  }

  #timeline(snapshot: TimelineSnapshot): TemplateResult {
    const { strings } = this.surroundings
    const wayBack = this.#end.wayBack(snapshot, strings)
    return html`<div
        part="viewport"
        class="viewport"
        role="log"
        aria-live="off"
        aria-label=${strings.messagesWith(this.label)}
        aria-busy=${snapshot.before === 'loading' || snapshot.after === 'loading'}
        tabindex=${this.#focus.active === null ? 0 : -1}
        @scroll=${this.#look}
        @keydown=${this.#focus.key}
        @pointerover=${this.#focus.pointed}
        @focusin=${this.#focus.focused}
        @contextmenu=${this.#focus.held}
      >
        <div class="lines" .style=${`height: ${this.#window.height}px`}>
          ${edgeOf('before', snapshot.before)}${this.#lines(snapshot)}${edgeOf('after', snapshot.after)}
        </div>
      </div>
      ${
        wayBack === null
          ? nothing
          : html`<button part="jump" class="jump" @click=${() => this.#goBack(snapshot)}>
              ${icons.down} ${wayBack}
            </button>`
      }
      ${this.overlay.render()}`
  }

  protected override updated(): void {
    this.#place()
    this.#look()
    this.#arrive()
  }

  /** To the first of those that have come since the end was in sight, if they are here; else to the end. */
  #goBack({ rows }: TimelineSnapshot): void {
    const fresh = rows.find(({ seq }) => seq === this.#end.firstNew)
    this.#end.wentBack()
    if (fresh === undefined) void this.scrollToLatest()
    else void this.jumpTo(fresh.id)
  }

  #begin(): void {
    this.#shown.show(this.timeline)
    this.#marker.begin(this.timeline?.get().conversation?.me.readSeq ?? 0)
    this.#end.reset()
    this.#arrivals.reset()
    this.#placed = false
    this.#jump.to(this.around)
    this.#focus.reset()
  }

  /** A list begins where reading stopped, else at its end. */
  #place(): void {
    const snapshot = this.#shown.snapshot
    if (this.#placed || snapshot?.status !== 'ready') return
    if (this.#items.length === 0) return void (snapshot.before === 'more' && this.timeline?.loadBefore())
    const isWanted = this.#jump.wanted !== null
    if (!isWanted && this.timeline !== null && this.#stopped.isSought(this.timeline, snapshot)) return
    this.#placed = true
    if (isWanted) return
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
        html`<div class="line" data-index=${index} .style=${`transform: translateY(${start}px)`}>
          ${renderLine(this.#items[index], setting)}
        </div>`,
    )
  }

  #setting(snapshot: TimelineSnapshot): RowSetting {
    return {
      ...this.#deeds,
      snapshot,
      me: this.surroundings.connected?.session.me ?? '',
      surroundings: this.surroundings,
      cutOff: this.#connection.state !== 'online',
      active: this.#focus.active,
      flashed: this.#jump.flashed,
      jump: (messageId) => void this.jumpTo(messageId),
      changed: () => this.requestUpdate(),
      address: (row, { id }) => this.#addresses.of(row.id, id),
    }
  }

  #arrived(snapshot: TimelineSnapshot): void {
    this.#end.arrived(snapshot)
    this.#arrivals.tell(snapshot, this.label, this.surroundings)
  }

  /** Takes note of what is in sight: the end, an edge of what is loaded, what is read. */
  readonly #look = (): void => {
    const viewport = this.renderRoot.querySelector<HTMLElement>('.viewport')
    const snapshot = this.#shown.snapshot
    if (viewport === null || !this.#placed || snapshot?.status !== 'ready') return
    if (this.#end.sees(this.#window.atEnd, snapshot)) this.#atEndChanged()
    const near = nearEdges(viewport)
    if (snapshot.before === 'more' && near.start) void this.timeline?.loadBefore()
    if (snapshot.after === 'more' && near.end) void this.timeline?.loadAfter()
    this.#marker.sees(lastSeen(viewport, this.#window, this.#items))
  }

  #atEndChanged(): void {
    const atEnd = this.#end.isThere
    this.timeline?.follow(atEnd)
    this.tell('msg-at-end-change', { atEnd })
    this.requestUpdate()
  }

  #arrive(): void {
    const index = this.#items.findIndex(({ key }) => key === this.#jump.wanted)
    if (index === -1) return
    this.#window.scrollTo(index)
    this.#jump.arrived()
  }
}
