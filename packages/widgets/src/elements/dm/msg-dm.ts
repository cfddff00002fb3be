import type { Conversation, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { failureText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import type { MsgConversation } from '../conversation/msg-conversation.ts'
import { failedNotice, signedOutNotice, signInLink } from '../notice.ts'
import { dmStyles } from './dm.styles.ts'

/** Whether something opened over the panel takes the key: one thing is closed at a time. */
const isInOverlay = (event: Event): boolean => {
  const path = event.composedPath()
  const inner = path.slice(
    0,
    path.findIndex((node) => node === event.currentTarget),
  )
  return inner.some((node) => node instanceof Element && node.matches('dialog, [popover]'))
}

/**
 * The direct conversation with one person: behind a button, or in place. For oneself there is none, and nothing is shown.
 *
 * @attr user-id - With whom
 * @attr mode - `popover` (default): a button that opens a panel; `inline`: the conversation itself
 * @attr open - The panel is open
 * @attr label - What the button says; default "Message"
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr login-url - Where to sign in; `next` gets the address of this page
 * @slot launcher - What the button says
 * @slot signed-out - What is shown to somebody who is not signed in
 * @fires msg-before-open - Cancelable
 * @fires msg-open
 * @fires msg-close
 * @csspart launcher - The button
 * @csspart panel - What it opens
 */
export class MsgDm extends MsgElement {
  static override readonly styles = [base, controls, notices, dmStyles]
  static override readonly properties = {
    userId: { attribute: 'user-id' },
    mode: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    label: {},
    showDeleted: { attribute: 'show-deleted' },
    loginUrl: { attribute: 'login-url' },
  }

  declare userId: UserId | null
  declare mode: 'popover' | 'inline'
  declare open: boolean
  declare label: string | null
  declare showDeleted: string | null
  declare loginUrl: string | null

  readonly #direct = new Attempt<Conversation>(this)
  #with: string | null = null

  constructor() {
    super()
    this.userId = null
    this.mode = 'popover'
    this.open = false
    this.label = null
    this.showDeleted = null
    this.loginUrl = null
  }

  /** Opens the panel, and puts the cursor where one writes. */
  show(): void {
    if (this.open || !this.ask('msg-before-open', {})) return
    this.open = true
    this.tell('msg-open', {})
  }

  /** Closes the panel; nothing of it is kept up to date then. */
  close(): void {
    if (!this.open) return
    this.open = false
    this.tell('msg-close', {})
    this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { connected } = this.surroundings
    const isThere = this.#isShown && this.#isSomebodyElse && this.#isOn
    const wanted = isThere && connected !== null ? this.userId : null
    if (wanted === this.#with) return
    this.#with = wanted
    if (wanted === null || connected === null) return this.#direct.reset()
    // What a conversation needs is loaded when one is opened: a page of buttons stays light.
    void import('../../define/conversation.ts')
    this.#direct.start((signal) => connected.session.conversations.startDirect({ userId: wanted }, { signal }))
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.userId === null || !this.#isSomebodyElse || !this.#isOn) return nothing
    if (this.mode === 'inline') return this.#content()
    const { strings } = this.surroundings
    return html`<button
        part="launcher"
        class="primary launcher"
        aria-expanded=${this.open}
        aria-haspopup="dialog"
        @click=${() => (this.open ? this.close() : this.show())}
      >
        <slot name="launcher">${icons.chat} ${this.label ?? strings.messages}</slot>
      </button>
      ${this.open ? this.#panel(strings.close) : nothing}`
  }

  protected override updated(changed: PropertyValues<this>): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel')
    if (panel === null || panel.matches(':popover-open')) return
    panel.showPopover()
    if (changed.has('open')) void this.#focus()
  }

  get #isShown(): boolean {
    return this.mode === 'inline' || this.open
  }

  get #isSomebodyElse(): boolean {
    return this.userId !== this.surroundings.connected?.session.me
  }

  async #focus(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.panel button')?.focus()
  }

  /** Where the host has no directs there is nothing to open. */
  get #isOn(): boolean {
    return this.surroundings.connected?.session.features.directs ?? true
  }

  #panel(close: string): TemplateResult {
    return html`<div
      part="panel"
      class="panel"
      popover="manual"
      role="dialog"
      aria-label=${this.label ?? this.userId ?? ''}
      @keydown=${this.#key}
    >
      ${this.#content(
        html`<button slot="header-actions" class="icon" aria-label=${close} title=${close} @click=${() => this.close()}>
          ${icons.close}
        </button>`,
      )}
    </div>`
  }

  #content(closing: TemplateResult | typeof nothing = nothing): TemplateResult {
    const { strings, state } = this.surroundings
    if (state === 'signed-out') {
      const text = strings.signInTo(this.label ?? this.userId ?? '')
      const link = signInLink(text, this.surroundings, this.loginUrl)
      return html`${closing} ${signedOutNotice(html`<slot name="signed-out">${link}</slot>`)}`
    }
    const direct = this.#direct.state
    if (direct.status === 'failed')
      return html`${closing} ${failedNotice(failureText(direct.error, strings), strings, this.#again)}`
    return html`<msg-conversation .conversationId=${this.#direct.answer?.id ?? null} .showDeleted=${this.showDeleted}
      >${closing}</msg-conversation
    >`
  }

  readonly #again = (): void => {
    this.#with = null
    this.requestUpdate()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isInOverlay(event)) return
    event.stopPropagation()
    this.close()
  }

  /** The conversation inside, once it is shown. */
  get conversation(): MsgConversation | null {
    return this.renderRoot.querySelector<MsgConversation>('msg-conversation')
  }
}
