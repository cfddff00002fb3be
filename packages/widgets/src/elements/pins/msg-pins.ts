import type { Conversation, ConversationId, Message, MessageId, MessagePage } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Attempt } from '../../context/attempt.ts'
import { loadFailureText } from '../../context/failure-text.ts'
import { MsgDialog } from '../../context/msg-dialog.ts'
import { icons } from '../../icons/icons.ts'
import { beginningOf } from '../../text/beginning.ts'
import { authorOf } from '../../text/names.ts'
import { dialogs } from '../../theme/dialog.ts'
import { results } from '../../theme/results.ts'

/**
 * A dialog with what is pinned in a conversation, the newest first; each leads to its place.
 *
 * @attr open - It is shown
 * @fires msg-close
 * @fires msg-result-select - `detail.messageId`
 * @csspart dialog - The dialog
 * @csspart result - A pinned message
 */
export class MsgPins extends MsgDialog {
  static override readonly styles = [
    dialogs,
    results,
    css`
      header {
        margin-block-end: 8px;
      }
      li {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .said {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
    `,
  ]
  static override readonly properties = {
    conversation: { attribute: false },
  }

  declare conversation: Conversation | null

  readonly #pinned = new Attempt<MessagePage>(this)
  #of: ConversationId | null = null

  constructor() {
    super()
    this.conversation = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const wanted = this.open && this.connected !== null ? (this.conversation?.id ?? null) : null
    if (wanted === this.#of) return
    this.#of = wanted
    if (wanted === null) this.#pinned.reset()
    else this.#load()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    return this.dialog(this.surroundings.strings.pinned, this.#list())
  }

  #load(): void {
    const { connected, conversation } = this
    if (connected === null || conversation === null) return
    const input = { conversationId: conversation.id, pinned: true }
    this.#pinned.load((signal) => connected.session.messages.list(input, { signal }))
  }

  #list(): TemplateResult {
    const { strings, connected } = this.surroundings
    const pinned = this.#pinned.state
    if (pinned.status === 'failed')
      return html`<p class="none" role="alert">${loadFailureText(pinned.error, strings)}</p>`
    if (pinned.status !== 'done') return html`<p class="none" role="status">${strings.loading}</p>`
    const { messages, profiles } = pinned.answer
    if (messages.length === 0) return html`<p class="none" role="status">${strings.nothingPinned}</p>`
    const known = new Map(profiles.map((profile) => [profile.id, profile]))
    const naming = { profiles: known, me: connected?.session.me ?? null, you: strings.you }
    return html`<ul>
      ${repeat(
        messages,
        ({ id }) => id,
        (message) => this.#message(message, authorOf(message.authorId, naming)),
      )}
    </ul>`
  }

  #message({ id, body, createdAt }: Message, author: string): TemplateResult {
    const { strings, times, now } = this.surroundings
    const said = beginningOf(body ?? '', () => this.requestUpdate())
    return html`<li>
      <button part="result" class="result" @click=${() => this.#choose(id)}>
        <span class="by"><bdi>${author}</bdi> · <time datetime=${createdAt}>${times.short(createdAt, now)}</time></span>
        <span class="said" dir="auto">${said}</span>
      </button>
      ${
        this.conversation?.me.can.pin === true
          ? html`<button
              class="icon"
              aria-label=${`${strings.unpin}: ${said}`}
              title=${strings.unpin}
              @click=${() => this.#unpin(id)}
            >
              ${icons.close}
            </button>`
          : nothing
      }
    </li>`
  }

  #choose(messageId: MessageId): void {
    this.dismiss()
    this.tell('msg-result-select', { messageId })
  }

  #unpin(messageId: MessageId): void {
    const { connected, conversation } = this
    if (connected === null || conversation === null) return
    const input = { conversationId: conversation.id, pinned: true }
    this.#pinned.load(async (signal) => {
      await connected.session.messages.unpin({ messageId }, { signal })
      return connected.session.messages.list(input, { signal })
    })
  }
}
