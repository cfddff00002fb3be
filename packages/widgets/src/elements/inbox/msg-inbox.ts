import type { ConversationId, MessageId, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { refusedText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import type { InboxFilter, MsgConversationList } from '../conversation-list/msg-conversation-list.ts'
import type { MsgConversation } from '../conversation/msg-conversation.ts'
import { failedNotice } from '../failed-notice.ts'
import { emptyNotice, signedOutNotice, signInLink } from '../notice.ts'
import { inboxKey } from './inbox-keys.ts'
import type { InboxParts } from './inbox-keys.ts'
import { inboxStyles } from './inbox.styles.ts'

/** Where a message was found. */
interface FoundMessage {
  readonly conversationId: ConversationId
  readonly messageId: MessageId
}

/** What was chosen of what a search found. */
type ResultDetail = { readonly userId: UserId } | FoundMessage

/**
 * The whole of it: my conversations on one side, the open one on the other; one at a time where there is little room.
 *
 * @attr conversation-id - The one that is open
 * @attr kinds - Which kinds are listed, by spaces; default all
 * @attr find-key - Mod+F searches in the open conversation, in place of the search of the browser
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr send-key - `enter` (default) or `mod-enter`
 * @attr login-url - Where to sign in; `next` gets the address of this page
 * @slot list-header - In place of the title of the list
 * @slot empty - Where no conversation is open
 * @fires msg-navigate - Another conversation is about to be shown: `detail.conversationId`, null for the list. Cancelable
 * @csspart sidebar - The list
 * @csspart main - The conversation
 */
export class MsgInbox extends MsgElement {
  static override readonly styles = [base, controls, notices, inboxStyles]
  static override readonly properties = {
    conversationId: { attribute: 'conversation-id', reflect: true },
    kinds: {},
    loginUrl: { attribute: 'login-url' },
    filter: { state: true },
    findKey: { type: Boolean, attribute: 'find-key' },
    showDeleted: { attribute: 'show-deleted' },
    sendKey: { attribute: 'send-key' },
    starting: { state: true },
    helping: { state: true },
    around: { state: true },
  }

  declare conversationId: ConversationId | null
  declare kinds: string | null
  declare loginUrl: string | null
  declare filter: InboxFilter
  declare findKey: boolean
  declare showDeleted: string | null
  declare sendKey: SendKey
  declare starting: boolean
  declare helping: boolean
  /** The message that its conversation begins at; any other begins as it always does. */
  declare around: FoundMessage | null

  /** The direct with somebody who was found. */
  readonly #direct = new Attempt<void>(this)
  /** What a dialog needs. */
  readonly #dialog = new Attempt<unknown>(this)
  /** What a conversation needs. */
  readonly #loading = new Attempt<unknown>(this)

  /** Who was connected last. */
  #me: UserId | null = null

  constructor() {
    super()
    this.conversationId = null
    this.kinds = null
    this.loginUrl = null
    this.filter = 'all'
    this.findKey = false
    this.showDeleted = null
    this.sendKey = 'enter'
    this.starting = false
    this.helping = false
    this.around = null
  }

  /** The conversation inside, once one is open. */
  get conversation(): MsgConversation | null {
    return this.renderRoot.querySelector<MsgConversation>('msg-conversation')
  }

  protected override willUpdate(): void {
    const me = this.connected?.session.me ?? this.#me
    // What one user began the next does not go on with.
    if (this.#me !== null && me !== this.#me) {
      this.#direct.reset()
      this.starting = false
      this.helping = false
    }
    this.#me = me
  }

  protected override firstUpdated(): void {
    // The list is there while what a conversation needs is loaded.
    this.#load()
  }

  protected override render(): TemplateResult {
    const { strings, state } = this.surroundings
    if (state === 'signed-out') return signedOutNotice(signInLink(strings.signIn, this.surroundings, this.loginUrl))
    const refused = refusedText(this.#direct.state, strings) || refusedText(this.#dialog.state, strings)
    return html`<div class=${this.conversationId === null ? 'panes' : 'panes opened'} @keydown=${this.#key}>
        <nav part="sidebar" aria-label=${strings.conversations}>
          <div class="head">
            <slot name="list-header"><h2>${strings.messages}</h2></slot>
            <button
              class="icon"
              aria-label=${strings.newConversation}
              title=${strings.newConversation}
              @click=${this.#begin}
            >
              ${icons.compose}
            </button>
          </div>
          <p class="failed" role="alert">${refused}</p>
          <msg-search @msg-result-select=${this.#found}
            ><div class="list">
              <div class="filters">
                ${this.#filter('all', strings.filterAll)}${this.#filter('unread', strings.filterUnread)}
                ${this.#filter('rooms', strings.filterRooms)}
              </div>
              <msg-conversation-list
                .selected=${this.conversationId}
                .kinds=${this.kinds}
                .filter=${this.filter}
                .showDeleted=${this.showDeleted}
                @msg-select=${this.#selected}
                ><div slot="empty">${emptyNotice(icons.chat, strings.emptyInbox, this.#beginning('narrow'))}</div>
              </msg-conversation-list>
            </div></msg-search
          >
        </nav>
        <div part="main" class="main">${this.#open()}</div>
      </div>
      <msg-new-conversation
        .open=${this.starting}
        @msg-close=${() => (this.starting = false)}
        @msg-created=${this.#selected}
      ></msg-new-conversation>
      <msg-keys
        .open=${this.helping}
        .inInbox=${true}
        .findKey=${this.findKey}
        .sendKey=${this.sendKey}
        @msg-close=${() => (this.helping = false)}
      ></msg-keys>`
  }

  #filter(filter: InboxFilter, label: string): TemplateResult {
    return html`<button aria-pressed=${this.filter === filter} @click=${() => (this.filter = filter)}>${label}</button>`
  }

  #open(): TemplateResult {
    const { strings } = this.surroundings
    if (this.conversationId === null) return html`<slot name="empty">${this.#unchosen()}</slot>`
    if (this.#loading.state.status === 'failed') return failedNotice(strings.unreachable, strings, this.#load)
    return html`<msg-conversation
      .conversationId=${this.conversationId}
      .around=${this.around?.conversationId === this.conversationId ? (this.around?.messageId ?? null) : null}
      .findKey=${this.findKey}
      .showDeleted=${this.showDeleted}
      .sendKey=${this.sendKey}
      .helps=${false}
      @msg-created=${this.#selected}
      @msg-delete=${this.#deleted}
    >
      <button
        slot="header-start"
        class="icon back"
        aria-label=${strings.back}
        title=${strings.back}
        @click=${() => this.#show(null)}
      >
        ${icons.back}
      </button>
    </msg-conversation>`
  }

  /** What is shown beside the list as long as nothing in it was chosen. */
  #unchosen(): TemplateResult | typeof nothing {
    const { strings, state } = this.surroundings
    // Nothing can be chosen or begun: the list says why.
    if (state === 'failed') return nothing
    return emptyNotice(icons.chat, strings.chooseConversation, this.#beginning('wide'))
  }

  #beginning(where: 'narrow' | 'wide'): TemplateResult {
    return html`<button class="primary ${where}" @click=${this.#begin}>
      ${this.surroundings.strings.newConversation}
    </button>`
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (inboxKey(event, this.#parts)) event.preventDefault()
  }

  get #parts(): InboxParts {
    const list = this.renderRoot.querySelector<MsgConversationList>('msg-conversation-list')
    const search = this.renderRoot.querySelector<MsgElement>('msg-search')
    const { conversation } = this
    const part = conversation?.focusedPart
    const focused = this.shadowRoot?.activeElement ?? null
    return {
      beside: (step, unread) => list?.beside(step, unread) ?? null,
      open: (conversationId) => {
        this.around = null
        this.#show(conversationId)
      },
      search: () => search?.focus(),
      help: this.#help,
      regions: [
        { hasFocus: focused !== null && focused === search, focus: () => search?.focus() },
        { hasFocus: focused !== null && focused === list, focus: () => list?.focus() },
        { hasFocus: part === 'messages', focus: () => conversation?.focusMessages() },
        { hasFocus: part === 'composer', focus: () => conversation?.focusComposer() },
      ],
    }
  }

  readonly #load = (): void => this.#loading.load(() => import('../../define/conversation.ts'))

  readonly #help = (): void => {
    // What keys do is loaded when somebody asks.
    this.#dialog.start(() => import('../../define/keys.ts'))
    this.helping = true
  }

  readonly #begin = (): void => {
    // What a conversation is begun with is loaded when one is.
    this.#dialog.start(() => import('../../define/new-conversation.ts'))
    this.starting = true
  }

  readonly #selected = ({ detail }: CustomEvent<{ readonly conversationId: ConversationId }>): void => {
    this.around = null
    this.#show(detail.conversationId)
  }

  /** One may have gone on before it was done. */
  readonly #deleted = ({ detail }: CustomEvent<{ readonly conversationId: ConversationId }>): void => {
    if (detail.conversationId === this.conversationId) this.#show(null)
  }

  readonly #found = ({ detail }: CustomEvent<ResultDetail>): void => {
    if ('userId' in detail) return this.#startDirect(detail.userId)
    if (detail.conversationId === this.conversationId) return void this.conversation?.jumpTo(detail.messageId)
    this.around = detail
    this.#show(detail.conversationId)
  }

  #startDirect(userId: UserId): void {
    const conversations = this.connected?.session.conversations
    if (conversations === undefined) return
    this.#direct.start(async (signal) => {
      const { id } = await conversations.startDirect({ userId }, { signal })
      if (signal.aborted) return
      this.around = null
      this.#show(id)
    })
  }

  /** Where one went on meanwhile, what was begun does not lead away again. */
  #show(conversationId: ConversationId | null): void {
    this.#direct.reset()
    if (conversationId === this.conversationId) return
    if (this.ask('msg-navigate', { conversationId })) this.conversationId = conversationId
  }
}
