import type { Timeline, TimelineRow, TimelineSnapshot, TypingSnapshot, TypingView } from '@msg/client/views'
import type { ConversationId, MessageId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Asking } from '../../context/asking.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { OpenedView } from '../../context/opened-view.ts'
import { icons } from '../../icons/icons.ts'
import { nameOf, titleOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import type { ComposerAbout, MsgComposer } from '../composer/msg-composer.ts'
import type { MsgMessageList } from '../message-list/msg-message-list.ts'
import type { MessageAction } from '../message-list/row-actions.ts'
import { conversationStyles } from './conversation.styles.ts'

/** What was asked for with a message of the list. */
interface ActionDetail {
  readonly action: MessageAction
  readonly message: TimelineRow
}

/** A message that the composer is about. */
interface About {
  readonly type: 'reply' | 'edit'
  readonly row: TimelineRow
}

/**
 * One conversation: its title, its messages, and where one writes.
 *
 * @attr conversation-id - Which one
 * @attr heading - What it is called where it has no title
 * @attr around - A message to begin at; default the newest
 * @attr readonly - Nobody writes
 * @slot header - In place of the title
 * @slot header-start - Before the title
 * @slot header-actions - After the title
 * @slot before-composer - Above where one writes
 * @fires msg-before-send - From the composer: `detail.body` may be changed. Cancelable
 * @fires msg-message-action - From the list. Cancelable
 * @csspart header - The head
 * @csspart title - The title
 * @csspart typing - Who is typing
 */
export class MsgConversation extends MsgElement {
  static override readonly styles = [base, controls, conversationStyles]
  static override readonly properties = {
    conversationId: { attribute: 'conversation-id' },
    heading: {},
    around: {},
    readonly: { type: Boolean },
    about: { state: true },
    showsMembers: { state: true },
  }

  declare conversationId: ConversationId | null
  declare heading: string | null
  declare around: MessageId | null
  declare readonly: boolean
  declare about: About | null
  declare showsMembers: boolean

  readonly #shown = new OpenedView<TimelineSnapshot, Timeline>(this, (views, conversationId) =>
    views.timeline({ conversationId, ...(this.around === null ? {} : { around: this.around }) }),
  )
  readonly #typing = new OpenedView<TypingSnapshot, TypingView>(this, (views, conversationId) =>
    views.typing({ conversationId }),
  )
  readonly #asking = new Asking(this)

  constructor() {
    super()
    this.conversationId = null
    this.heading = null
    this.around = null
    this.readonly = false
    this.about = null
    this.showsMembers = false
  }

  /** Shows a message, wherever it is. */
  async jumpTo(messageId: MessageId): Promise<void> {
    await this.#list?.jumpTo(messageId)
  }

  /** Shows the newest message. */
  async scrollToLatest(): Promise<void> {
    await this.#list?.scrollToLatest()
  }

  /** Puts the cursor where one writes. */
  focusComposer(): void {
    this.#composer?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#shown.of(this.conversationId)
    this.#typing.of(this.conversationId)
    if (!changed.has('conversationId')) return
    this.about = null
    this.#asking.ask(null)
  }

  protected override render(): TemplateResult {
    const title = this.#title()
    return html`<section aria-label=${title === '' ? this.surroundings.strings.loading : title}>
      <header part="header">
        <slot name="header-start"></slot>
        <slot name="header"
          ><h2 part="title"><bdi>${title}</bdi></h2>
          ${this.#people()}</slot
        >
        ${this.#membersButton()}
        <slot name="header-actions"></slot>
      </header>
      <msg-status></msg-status>
      <msg-message-list
        .timeline=${this.#shown.view}
        .label=${title}
        .around=${this.around}
        @msg-message-action=${this.#acted}
      ></msg-message-list>
      <div part="typing" class="typing" aria-hidden="true">${this.#typed()}</div>
      <slot name="before-composer"></slot>
      <div class="foot">${this.#foot(title)}</div>
      <msg-members
        .open=${this.showsMembers}
        .snapshot=${this.#shown.snapshot}
        @msg-close=${() => (this.showsMembers = false)}
      ></msg-members>
      ${this.#asking.render()}
    </section>`
  }

  #title(): string {
    const { connected, locale, strings } = this.surroundings
    const { conversation = null, profiles = new Map() } = this.#shown.snapshot ?? {}
    if (conversation === null || connected === null) return ''
    if (conversation.title === null && this.heading !== null) return this.heading
    return titleOf(conversation, { profiles, me: connected.session.me, locale, alone: strings.you })
  }

  #membersButton() {
    const { strings } = this.surroundings
    if ((this.#shown.snapshot?.conversation?.memberCount ?? 0) === 0) return nothing
    return html`<button
      class="icon"
      aria-label=${strings.members}
      title=${strings.members}
      @click=${() => (this.showsMembers = true)}
    >
      ${icons.people}
    </button>`
  }

  #people() {
    const conversation = this.#shown.snapshot?.conversation ?? null
    if (conversation === null || conversation.kind === 'direct' || conversation.kind === 'channel') return nothing
    return html`<span class="people">${this.surroundings.strings.memberCount(conversation.memberCount)}</span>`
  }

  #typed(): string {
    const { userIds, profiles } = this.#typing.snapshot ?? { userIds: [], profiles: new Map() }
    if (userIds.length === 0) return ''
    const { strings, locale } = this.surroundings
    const names = userIds.map((userId) => nameOf(profiles, userId))
    return strings.typing(new Intl.ListFormat(locale).format(names), names.length)
  }

  #foot(title: string): TemplateResult {
    const { strings, connected } = this.surroundings
    const conversation = this.#shown.snapshot?.conversation ?? null
    if (conversation !== null && !conversation.me.can.send && !this.about) {
      if (conversation.me.status === 'left') return html`<p class="closed">${strings.leftGroup}</p>`
      return html`<p class="closed">
        ${conversation.closedAt === null ? strings.mayNotWrite : strings.closedConversation}
      </p>`
    }
    return html`<msg-composer
      .placeholder=${strings.writeTo(title)}
      .draftKey=${conversation === null || connected === null ? null : `${connected.session.me}:${conversation.id}`}
      .about=${this.#aboutShown()}
      ?disabled=${this.readonly || conversation === null}
      @msg-send=${this.#send}
      @msg-cancel=${this.#cancel}
      @msg-edit-last=${this.#editLast}
      @msg-typing=${this.#isTyping}
    ></msg-composer>`
  }

  get #composer(): MsgComposer | null {
    return this.renderRoot.querySelector<MsgComposer>('msg-composer')
  }

  get #list(): MsgMessageList | null {
    return this.renderRoot.querySelector<MsgMessageList>('msg-message-list')
  }

  #aboutShown(): ComposerAbout | null {
    if (this.about === null) return null
    const { type, row } = this.about
    const name = nameOf(this.#shown.snapshot?.profiles ?? new Map(), row.authorId)
    return { type, name, text: row.body ?? '' }
  }

  readonly #acted = (event: CustomEvent<ActionDetail>): void => {
    const { action, message } = event.detail
    if (action === 'react') this.#shown.view?.react(message.id, '👍')
    if (action === 'delete') this.#askToDelete(message)
    if (action === 'reply') this.#compose({ type: 'reply', row: message }, null)
    if (action === 'edit') this.#compose({ type: 'edit', row: message }, message.body ?? '')
  }

  #askToDelete({ id, body }: TimelineRow): void {
    const { strings } = this.surroundings
    const agreed = (): void => this.#shown.view?.retract(id)
    this.#asking.ask({ text: strings.deleteAsked, detail: body, confirm: strings.delete, agreed })
  }

  #compose(about: About, text: string | null): void {
    this.about = about
    const composer = this.#composer
    if (composer === null) return
    if (text !== null) composer.value = text
    composer.focus()
  }

  readonly #send = ({ detail: { body } }: CustomEvent<{ readonly body: string }>): void => {
    const about = this.about
    this.about = null
    if (about?.type === 'edit') this.#shown.view?.edit({ messageId: about.row.id, body })
    else this.#shown.view?.send({ body, ...(about === null ? {} : { replyTo: about.row.id }) })
    if (about?.type !== 'edit') void this.scrollToLatest()
  }

  readonly #cancel = (): void => {
    if (this.about?.type === 'edit') this.#composer?.clear()
    this.about = null
    this.focusComposer()
  }

  readonly #editLast = (): void => {
    const me = this.surroundings.connected?.session.me
    const snapshot = this.#shown.snapshot
    if (snapshot?.conversation?.me.can.edit !== true) return
    const last = snapshot.rows.findLast(({ authorId, seq, body }) => authorId === me && seq !== null && body !== null)
    if (last !== undefined) this.#compose({ type: 'edit', row: last }, last.body)
  }

  readonly #isTyping = ({ detail: { typing } }: CustomEvent<{ readonly typing: boolean }>): void => {
    if (typing) this.#typing.view?.typed()
    else this.#typing.view?.stopped()
  }
}
