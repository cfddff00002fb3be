import type { Conversation, UserId } from '@msg/core'
import { css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { failureText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { notices } from '../../theme/notice.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import type { MsgConversation } from '../conversation/msg-conversation.ts'
import { failedNotice } from '../failed-notice.ts'
import { signedOutNotice, signInLink } from '../notice.ts'

/**
 * The direct conversation with one person, in place: what `msg-dm` loads when it is opened.
 *
 * @attr user-id - With whom
 * @attr label - What they are called where one has to sign in first
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr send-key - `enter` (default) or `mod-enter`
 * @attr login-url - Where to sign in; `next` gets the address of this page
 * @slot header-actions - After the title
 * @slot signed-out - What is shown to somebody who is not signed in
 */
export class MsgDirect extends MsgElement {
  static override readonly styles = [
    base,
    controls,
    notices,
    css`
      :host {
        display: block;
        height: 100%;
      }
      .alone {
        position: absolute;
        inset-block-start: 12px;
        inset-inline-end: 16px;
      }
    `,
  ]
  static override readonly properties = {
    userId: { attribute: 'user-id' },
    label: {},
    showDeleted: { attribute: 'show-deleted' },
    sendKey: { attribute: 'send-key' },
    loginUrl: { attribute: 'login-url' },
  }

  declare userId: UserId | null
  declare label: string | null
  declare showDeleted: string | null
  declare sendKey: SendKey
  declare loginUrl: string | null

  readonly #direct = new Attempt<Conversation>(this)
  #with: string | null = null

  constructor() {
    super()
    this.userId = null
    this.label = null
    this.showDeleted = null
    this.sendKey = 'enter'
    this.loginUrl = null
  }

  /** The conversation inside, once it is shown. */
  get conversation(): MsgConversation | null {
    return this.renderRoot.querySelector<MsgConversation>('msg-conversation')
  }

  protected override willUpdate(): void {
    const { connected } = this
    const wanted = connected === null ? null : this.userId
    if (wanted === this.#with) return
    this.#with = wanted
    if (wanted === null || connected === null) return this.#direct.reset()
    this.#direct.load((signal) => connected.session.conversations.startDirect({ userId: wanted }, { signal }))
  }

  protected override render(): TemplateResult {
    const { strings, state } = this.surroundings
    if (state === 'signed-out') {
      const text = strings.signInTo(this.label ?? this.userId ?? '')
      const link = signInLink(text, this.surroundings, this.loginUrl)
      return this.#instead(signedOutNotice(html`<slot name="signed-out">${link}</slot>`))
    }
    const direct = this.#direct.state
    if (direct.status === 'failed')
      return this.#instead(failedNotice(failureText(direct.error, strings), strings, this.#again))
    return html`<msg-conversation
      .conversationId=${this.#direct.answer?.id ?? null}
      .showDeleted=${this.showDeleted}
      .sendKey=${this.sendKey}
      ><slot name="header-actions" slot="header-actions"></slot
    ></msg-conversation>`
  }

  #instead(notice: TemplateResult): TemplateResult {
    return html`<div class="alone"><slot name="header-actions"></slot></div>
      ${notice}`
  }

  readonly #again = (): void => {
    this.#with = null
    this.requestUpdate()
  }
}
