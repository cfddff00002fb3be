import type { Conversation, Profile } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { Attempt } from '../context/attempt.ts'
import { refusedText } from '../context/failure-text.ts'
import { MsgDialog } from '../context/msg-dialog.ts'
import { dialogs } from '../theme/dialog.ts'
import { MsgUserPicker } from './user-picker/msg-user-picker.ts'

/**
 * A dialog that begins a conversation: with one person the direct, with several a group.
 *
 * @attr open - It is shown
 * @fires msg-created - `detail.conversationId`
 * @fires msg-close
 * @csspart dialog - The dialog
 */
export class MsgNewConversation extends MsgDialog {
  static override readonly styles = [
    dialogs,
    css`
      dialog {
        height: min(560px, calc(100dvh - 32px));
      }
      dialog[open] {
        display: grid;
        grid-template-rows: auto auto minmax(180px, 1fr) auto;
        gap: 12px;
      }
      input {
        width: 100%;
      }
    `,
  ]
  static override readonly properties = {
    people: { state: true },
    titled: { state: true },
  }

  declare people: readonly Profile[]
  declare titled: string

  readonly #made = new Attempt<Conversation>(this)

  constructor() {
    super()
    this.people = []
    this.titled = ''
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    const { strings } = this.surroundings
    const made = this.#made.state
    const content = html`${
        this.people.length > 1
          ? html`<input
              aria-label=${strings.titleOptional}
              placeholder=${strings.titleOptional}
              maxlength="256"
              .value=${this.titled}
              @input=${this.#title}
            />`
          : html`<span></span>`
      }
      <msg-user-picker multiple autofocus .value=${this.people} @change=${this.#picked}></msg-user-picker>
      <footer>
        <p role="alert">${refusedText(made, strings)}</p>
        <button
          class="primary"
          ?disabled=${this.people.length === 0 || made.status === 'waiting'}
          @click=${this.#start}
        >
          ${strings.start}
        </button>
      </footer>`
    return this.dialog(strings.newConversation, content)
  }

  protected override shown(): void {
    // It has no field to focus before it has drawn itself.
    const picker = this.renderRoot.querySelector('msg-user-picker')
    if (picker instanceof MsgUserPicker) void picker.updateComplete.then(() => picker.focus())
  }

  protected override forget(): void {
    this.#made.reset()
    this.people = []
    this.titled = ''
  }

  readonly #title = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.titled = event.target.value
  }

  readonly #picked = (event: Event): void => {
    if (event.target instanceof MsgUserPicker) this.people = event.target.value
  }

  readonly #start = (): void => {
    const conversations = this.surroundings.connected?.session.conversations
    const [first] = this.people
    if (conversations === undefined || first === undefined) return
    const userIds = this.people.map(({ id }) => id)
    const title = this.titled.trim() === '' ? {} : { title: this.titled.trim() }
    this.#made.start(async (signal) => {
      const made =
        userIds.length === 1
          ? await conversations.startDirect({ userId: first.id }, { signal })
          : await conversations.startGroup({ userIds, ...title }, { signal })
      this.tell('msg-created', { conversationId: made.id })
      this.dismiss()
      return made
    })
  }
}
