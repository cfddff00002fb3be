import type { Timeline, TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { Conversation, ConversationId, MessageId, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Asking } from '../../context/asking.ts'
import { refusedText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { OpenedView } from '../../context/opened-view.ts'
import { headingOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import type { FindPeople } from '../composer/mentions.ts'
import type { MsgComposer } from '../composer/msg-composer.ts'
import type { MsgMessageList } from '../message-list/msg-message-list.ts'
import {
  aboutShown,
  answerableLast,
  deleteQuestion,
  editableLast,
  isStray,
  othersFound,
  othersIn,
} from './composing.ts'
import type { About, ActionDetail, SendDetail } from './composing.ts'
import { conversationKey } from './conversation-keys.ts'
import { renderHead } from './render-head.ts'
import { Renaming } from './renaming.ts'
import { renderKept } from './render-kept.ts'
import { FileDrop, dropStanding } from './file-drop.ts'
import { isShut, whyClosed } from './why-closed.ts'
import { TypingLine } from './typing-line.ts'
import { WayBack } from './way-back.ts'
import { SendPause } from './send-pause.ts'
import { SideDialogs } from './side-dialogs.ts'
import { conversationStyles } from './conversation.styles.ts'

/**
 * One conversation: its title, its messages, and where one writes.
 *
 * @attr conversation-id - Which one
 * @attr heading - What it is called where it has no title, or is about a target
 * @attr around - A message to begin at; default the newest
 * @attr readonly - Nobody writes: in place of the composer it says so
 * @attr find-key - Mod+F searches in the conversation, in place of the search of the browser
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr send-key - `enter` (default) or `mod-enter`
 * @slot header - In place of the title
 * @slot header-start - Before the title
 * @slot header-actions - After the title
 * @slot before-composer - Above where one writes
 * @fires msg-before-send - From the composer: `detail.body` may be changed. Cancelable
 * @fires msg-message-action - From the list. Cancelable
 * @csspart header - The head
 * @csspart title - The title
 * @csspart typing - Who is typing
 * @csspart return - The button that leads back to what was found
 */
export class MsgConversation extends MsgElement {
  static override readonly styles = [base, controls, conversationStyles]
  static override readonly properties = {
    conversationId: { attribute: 'conversation-id' },
    heading: {},
    around: {},
    readonly: { type: Boolean },
    about: { state: true },
    findKey: { type: Boolean, attribute: 'find-key' },
    showDeleted: { attribute: 'show-deleted' },
    sendKey: { attribute: 'send-key' },
    helps: { attribute: false },
    joins: { attribute: false },
  }

  declare conversationId: ConversationId | null
  declare heading: string | null
  declare around: MessageId | null
  declare readonly: boolean
  declare about: About | null
  declare findKey: boolean
  declare showDeleted: string | null
  declare sendKey: SendKey
  /** It lists its keys itself; in an inbox that does. */
  declare helps: boolean
  /** Who left a room joins it here again. */
  declare joins: boolean

  readonly #shown = new OpenedView<TimelineSnapshot, Timeline>(this, (views, conversationId) =>
    views.timeline({ conversationId, ...(this.around === null ? {} : { around: this.around }) }),
  )
  readonly #typing = new TypingLine(this)
  readonly #asking = new Asking(this)
  readonly #renaming = new Renaming(this)
  readonly #dialogs = new SideDialogs(this)
  readonly #wayBack = new WayBack(this)
  readonly #drop = new FileDrop(
    this,
    () => dropStanding(this.readonly ? null : this.#shown.snapshot, this.about),
    (files) => this.#composer?.addFiles(files),
  )
  readonly #pause = new SendPause(this, () => this.conversationId)
  /** Under which what is written was kept when it was last shown; null where nobody writes. */
  #written: string | null = null

  constructor() {
    super()
    this.conversationId = null
    this.heading = null
    this.around = null
    this.readonly = false
    this.about = null
    this.findKey = false
    this.showDeleted = null
    this.sendKey = 'enter'
    this.helps = true
    this.joins = true
  }

  /** Shows a message, wherever it is. */
  async jumpTo(messageId: MessageId): Promise<void> {
    await this.#list?.jumpTo(messageId)
  }

  /** Shows the newest message. */
  async scrollToLatest(): Promise<void> {
    await this.#list?.scrollToLatest()
  }

  /** Puts the focus on the messages. */
  focusMessages(): void {
    this.#list?.focus()
  }

  /** Which of its parts has the focus. */
  get focusedPart(): 'messages' | 'composer' | null {
    const focused = this.shadowRoot?.activeElement ?? null
    if (focused === null) return null
    return focused === this.#list ? 'messages' : focused === this.#composer ? 'composer' : null
  }

  /** Puts the cursor where one writes. */
  focusComposer(): void {
    this.#composer?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#shown.of(this.conversationId)
    this.#typing.of(this.conversationId)
    const written = this.#isShut ? null : this.#draftKey
    // The field begins anew, with what was written before the edit.
    if (written !== this.#written && this.about?.type === 'edit') this.about = null
    this.#written = written
    if (!changed.has('conversationId')) return
    this.about = null
    this.#dialogs.reset()
    this.#asking.ask(null)
    this.#renaming.reset()
    this.#wayBack.reset()
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    const title = this.#title()
    const conversation = this.#shown.snapshot?.conversation ?? null
    const refused = refusedText(this.#renaming.state, strings) || refusedText(this.#dialogs.loading, strings)
    return html`<section
      class=${this.#drop.isOver ? 'over' : this.#isShut ? 'shut' : ''}
      aria-label=${title === '' ? strings.loading : title}
      @dragenter=${this.#drop.over}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.left}
      @drop=${this.#drop.dropped}
      @keydown=${this.#key}
    >
      ${this.#hasHead ? renderHead({ title, conversation, strings, renaming: this.#renaming, show: this.#dialogs.show }) : nothing}
      <msg-status></msg-status>
      <p class="failed" role="alert">${refused}</p>
      <msg-message-list
        .timeline=${this.#shown.view}
        .label=${title}
        .around=${this.around}
        .showDeleted=${this.showDeleted}
        @msg-message-action=${this.#acted}
        @keydown=${this.#strayKey}
      ></msg-message-list>
      ${this.#dialogs.renderReturn(strings.backToResults)}
      <slot name="before-composer"></slot>
      ${this.#isShut ? renderKept(this.conversationId, this.surroundings) : this.#foot(title)}
      ${this.#dialogs.render(this.#shown.snapshot)} ${this.#asking.render(strings)}
      ${this.#drop.isOver ? html`<p class="drop" aria-hidden="true">${strings.dropFiles}</p>` : nothing}
    </section>`
  }

  get #isShut(): boolean {
    return isShut(this.surroundings, this.#shown.snapshot)
  }

  /** Where there is nothing to read, what the host puts there may still be of use; without it there is but an empty band. */
  get #hasHead(): boolean {
    return !this.#isShut || this.querySelector(':scope > [slot^=header]') !== null
  }

  #title(): string {
    const { connected, locale, strings } = this.surroundings
    const { conversation = null, profiles = new Map() } = this.#shown.snapshot ?? {}
    if (conversation === null || connected === null) return ''
    return headingOf(conversation, this.heading, { profiles, me: connected.session.me, locale, strings })
  }

  #foot(title: string): TemplateResult {
    const conversation = this.#shown.snapshot?.conversation ?? null
    const { strings } = this.surroundings
    const closed = this.about === null ? whyClosed(conversation, this.readonly, strings) : null
    return html`<div part="typing" class="typing" aria-hidden="true">${this.#typing.text}</div>
      <div class="foot">
        ${
          closed === null
            ? this.#writing(title, conversation)
            : html`<p class="closed">${closed} ${this.#wayBack.render(conversation, strings)}</p>`
        }
      </div>`
  }

  #writing(title: string, conversation: Conversation | null): TemplateResult {
    const { strings } = this.surroundings
    return html`${this.#pause.render()}<msg-composer
        .placeholder=${strings.writeTo(title)}
        .sendKey=${this.sendKey}
        .draftKey=${this.#draftKey}
        .about=${aboutShown(this.about, { snapshot: this.#shown.snapshot, me: this.#me, loaded: () => this.requestUpdate() })}
        .people=${othersIn(this.#shown.snapshot, this.#me)}
        .findPeople=${this.#findPeople}
        ?disabled=${conversation === null}
        ?attach=${conversation?.me.can.attach === true}
        @msg-send=${this.#send}
        @msg-cancel=${this.#cancel}
        @msg-edit-last=${this.#editLast}
        @msg-reply-last=${this.#replyLast}
        @msg-typing=${this.#isTyping}
      ></msg-composer>`
  }

  readonly #findPeople: FindPeople = async (...asked) => {
    const { connected } = this
    const { snapshot } = this.#shown
    return connected === null || snapshot === null ? [] : othersFound(snapshot, connected.session, ...asked)
  }

  get #draftKey(): string | null {
    return this.#me === null || this.conversationId === null ? null : `${this.#me}:${this.conversationId}`
  }

  get #me(): UserId | null {
    return this.connected?.session.me ?? null
  }

  get #composer(): MsgComposer | null {
    return this.renderRoot.querySelector<MsgComposer>('msg-composer')
  }

  get #list(): MsgMessageList | null {
    return this.renderRoot.querySelector<MsgMessageList>('msg-message-list')
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (conversationKey(event, this, this.#dialogs.show)) event.preventDefault()
  }

  readonly #acted = (event: CustomEvent<ActionDetail>): void => {
    const { action, message } = event.detail
    if (action === 'delete') this.#asking.ask(deleteQuestion(message, () => this.#shown.view?.retract(message.id)))
    if (action === 'reply') this.#compose({ type: 'reply', row: message })
    if (action === 'rewrite') this.#rewrite(message)
    if (action === 'edit') this.#compose({ type: 'edit', row: message })
  }

  /** What was not sent is in the composer again, before what is written there, with what it answered. */
  #rewrite({ replyTo, body }: TimelineRow): void {
    const answered = this.#shown.snapshot?.rows.find(({ id }) => id === replyTo)
    this.#compose(answered === undefined ? null : { type: 'reply', row: answered })
    this.#composer?.beginWith(body ?? '')
  }

  #compose(about: About | null): void {
    const composer = this.#composer
    if (about?.type === 'edit') composer?.beginEdit(about.row.body ?? '')
    else if (this.about?.type === 'edit') composer?.endEdit()
    this.about = about
    composer?.focus()
  }

  readonly #send = ({ detail: { body, attachments, mentions } }: CustomEvent<SendDetail>): void => {
    const about = this.about
    this.about = null
    if (about?.type === 'edit') this.#shown.view?.edit({ messageId: about.row.id, body, mentions })
    else this.#shown.view?.send({ body, attachments, mentions, ...(about === null ? {} : { replyTo: about.row.id }) })
    if (about?.type !== 'edit') void this.scrollToLatest()
  }

  readonly #cancel = (): void => {
    this.#compose(null)
  }

  readonly #editLast = (): void => {
    const about = editableLast(this.#shown.snapshot, this.#me)
    if (about !== null) this.#compose(about)
  }

  /** Whoever types where nothing is written means the composer. */
  readonly #strayKey = (event: KeyboardEvent): void => {
    if (isStray(event)) this.focusComposer()
  }

  readonly #replyLast = (): void => {
    const about = answerableLast(this.#shown.snapshot)
    if (about !== null) this.#compose(about)
  }

  readonly #isTyping = ({ detail: { typing } }: CustomEvent<{ readonly typing: boolean }>): void =>
    this.#typing.tell(typing)
}
