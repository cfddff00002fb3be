import { ContextConsumer } from '@lit/context'
import type { UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { launcherContext, noLauncherSurroundings } from '../../context/launcher-surroundings.ts'
import type { LauncherSurroundings } from '../../context/launcher-surroundings.ts'
import { TellingElement } from '../../context/telling-element.ts'
import { launcherIcons as icons } from '../../icons/launcher-icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import type { MsgConversation } from '../conversation/msg-conversation.ts'
import { failedNotice } from '../failed-notice.ts'
import { dmStyles } from './dm.styles.ts'
import type { MsgDirect } from './msg-direct.ts'

/** What is behind a launcher: conversation, client and views. A page of launchers is light without them. */
const loadDirect = (): Promise<unknown> => import('../../define/direct.ts')

/** Whoever is at the button will open it; where it cannot be loaded, that is said to who does. */
const loadAhead = (): void => void loadDirect().catch(() => {})

const isOverlay = (node: EventTarget): boolean => node instanceof Element && node.matches('dialog, [popover]')

/** Whether something opened over the panel, which is a popover too, takes the key: one thing is closed at a time. */
const isInOverlay = (event: Event): boolean => event.composedPath().find(isOverlay) !== event.currentTarget

/**
 * The direct conversation with one person: behind a button, or in place. For oneself there is none, and nothing is shown. What
 * comes after the button is loaded when one comes near it.
 *
 * @attr user-id - With whom
 * @attr mode - `popover` (default): a button that opens a panel; `inline`: the conversation itself
 * @attr open - The panel is open
 * @attr label - What the button says; default "Message"
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr send-key - `enter` (default) or `mod-enter`
 * @attr login-url - Where to sign in; `next` gets the address of this page
 * @slot launcher - What the button says
 * @slot signed-out - What is shown to somebody who is not signed in
 * @fires msg-before-open - Cancelable
 * @fires msg-open
 * @fires msg-close
 * @csspart launcher - The button
 * @csspart panel - What it opens
 */
export class MsgDm extends TellingElement {
  static override readonly styles = [base, controls, notices, dmStyles]
  static override readonly properties = {
    userId: { attribute: 'user-id' },
    mode: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    label: {},
    showDeleted: { attribute: 'show-deleted' },
    sendKey: { attribute: 'send-key' },
    loginUrl: { attribute: 'login-url' },
  }

  declare userId: UserId | null
  declare mode: 'popover' | 'inline'
  declare open: boolean
  declare label: string | null
  declare showDeleted: string | null
  declare sendKey: SendKey
  declare loginUrl: string | null

  readonly #consumer = new ContextConsumer(this, { context: launcherContext, subscribe: true })
  readonly #loading = new Attempt<unknown>(this)

  constructor() {
    super()
    this.userId = null
    this.mode = 'popover'
    this.open = false
    this.label = null
    this.showDeleted = null
    this.sendKey = 'enter'
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

  /** The conversation inside, once it is shown. */
  get conversation(): MsgConversation | null {
    return this.renderRoot.querySelector<MsgDirect>('msg-direct')?.conversation ?? null
  }

  protected override willUpdate(): void {
    if (this.userId === null) return
    if (!this.#isShown) this.#surroundings.meet()
    else if (this.#loading.state.status === 'idle') this.#loading.start(loadDirect)
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.userId === null || !this.#isSomebodyElse || !this.#isOn) return nothing
    if (this.mode === 'inline') return this.#content()
    const { words } = this.#surroundings
    return html`<button
        part="launcher"
        class="primary launcher"
        aria-expanded=${this.open}
        aria-haspopup="dialog"
        @click=${() => (this.open ? this.close() : this.show())}
        @pointerenter=${loadAhead}
        @focus=${loadAhead}
      >
        <slot name="launcher">${icons.chat} ${this.label ?? words.messages}</slot>
      </button>
      ${this.open ? this.#panel(words) : nothing}`
  }

  protected override updated(changed: PropertyValues<this>): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel')
    // What has left the page is drawn once more, and can show nothing there.
    if (panel === null || !this.isConnected || panel.matches(':popover-open')) return
    panel.showPopover()
    if (changed.has('open')) void this.#focus()
  }

  get #surroundings(): LauncherSurroundings {
    return this.#consumer.value ?? noLauncherSurroundings
  }

  get #isShown(): boolean {
    return this.mode === 'inline' || this.open
  }

  get #isSomebodyElse(): boolean {
    return this.userId !== this.#surroundings.identity?.me
  }

  /** Where the host has no directs there is nothing to open. */
  get #isOn(): boolean {
    return this.#surroundings.identity?.features.directs ?? true
  }

  async #focus(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.panel button')?.focus()
  }

  #panel(words: LauncherSurroundings['words']): TemplateResult {
    return html`<div
      part="panel"
      class="panel"
      popover="manual"
      role="dialog"
      aria-label=${this.label ?? words.messages}
      @keydown=${this.#key}
    >
      ${this.#content(
        html`<button
          slot="header-actions"
          class="icon"
          aria-label=${words.close}
          title=${words.close}
          @click=${() => this.close()}
        >
          ${icons.close}
        </button>`,
      )}
    </div>`
  }

  #content(closing: TemplateResult | typeof nothing = nothing): TemplateResult {
    const { words } = this.#surroundings
    if (this.#loading.state.status === 'failed')
      return html`${closing} ${failedNotice(words.unreachable, words, this.#again)}`
    const ownSignedOut = this.querySelector(':scope > [slot=signed-out]') !== null
    return html`<msg-direct
      .userId=${this.userId}
      .label=${this.label}
      .showDeleted=${this.showDeleted}
      .sendKey=${this.sendKey}
      .loginUrl=${this.loginUrl}
      >${closing}${ownSignedOut ? html`<slot name="signed-out" slot="signed-out"></slot>` : nothing}</msg-direct
    >`
  }

  readonly #again = (): void => {
    this.#loading.start(loadDirect)
    // The button that had the focus goes.
    void this.#focus()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isInOverlay(event)) return
    event.stopPropagation()
    this.close()
  }
}
