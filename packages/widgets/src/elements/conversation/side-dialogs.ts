import type { TimelineSnapshot } from '@msg/client/views'
import type { ConversationId, MessageId } from '@msg/core'
import { html, nothing } from 'lit'
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import type { AttemptState } from '../../context/attempt.ts'
import type { SendKey } from '../composer/composer-keys.ts'

/** What may be opened beside the messages of a conversation. */
export type SideDialog = 'members' | 'pins' | 'find' | 'keys'

const loaders: Readonly<Record<SideDialog, () => Promise<unknown>>> = {
  members: () => import('../../define/members.ts'),
  pins: () => import('../../define/pins.ts'),
  find: () => import('../../define/find.ts'),
  keys: () => import('../../define/keys.ts'),
}

/** A conversation with dialogs beside its messages. */
export interface DialogsHost extends ReactiveControllerHost {
  readonly conversationId: ConversationId | null
  readonly findKey: boolean
  readonly sendKey: SendKey
  jumpTo(messageId: MessageId): Promise<void>
  focusMessages(): void
}

/** Which dialog of a conversation is open, one at a time. What it needs is loaded when somebody opens it. */
export class SideDialogs implements ReactiveController {
  readonly #host: DialogsHost
  readonly #loading: Attempt<unknown>
  #open: SideDialog | null = null
  #mayReturn = false

  constructor(host: DialogsHost) {
    this.#host = host
    this.#loading = new Attempt(host)
    host.addController(this)
  }

  hostConnected(): void {}

  /** Another conversation is shown. */
  reset(): void {
    this.#mayReturn = false
    this.#loading.reset()
    this.#set(null)
  }

  /** How far what was opened last has been loaded. */
  get loading(): AttemptState<unknown> {
    return this.#loading.state
  }

  readonly show = (dialog: SideDialog): void => {
    this.#loading.start(loaders[dialog])
    this.#set(dialog)
  }

  render(snapshot: TimelineSnapshot | null): TemplateResult {
    const { conversationId, findKey, sendKey } = this.#host
    const isOpen = (dialog: SideDialog): boolean => this.#open === dialog
    return html`<msg-members .open=${isOpen('members')} .snapshot=${snapshot} @msg-close=${this.#closed}></msg-members>
      <msg-pins
        .open=${isOpen('pins')}
        .conversation=${snapshot?.conversation ?? null}
        @msg-close=${this.#closed}
        @msg-result-select=${this.#chosen}
      ></msg-pins>
      <msg-find
        .open=${isOpen('find')}
        .conversationId=${conversationId}
        @msg-close=${this.#findClosed}
        @msg-result-select=${this.#chosen}
      ></msg-find>
      <msg-keys .open=${isOpen('keys')} .findKey=${findKey} .sendKey=${sendKey} @msg-close=${this.#closed}></msg-keys>`
  }

  /** The way back to what was found, for who came from there. */
  renderReturn(label: string): TemplateResult | typeof nothing {
    if (!this.#mayReturn) return nothing
    return html`<button part="return" class="return" @click=${() => this.show('find')}>${label}</button>`
  }

  /** Where the conversation is in a panel, it is not the panel that closes. */
  readonly #closed = (event: Event): void => {
    event.stopPropagation()
    this.#set(null)
  }

  readonly #findClosed = (event: CustomEvent<{ readonly chosen: boolean }>): void => {
    const { chosen } = event.detail
    // The button that leads back goes, and may have had the focus.
    if (this.#mayReturn && !chosen) this.#host.focusMessages()
    this.#mayReturn = chosen
    this.#closed(event)
  }

  readonly #chosen = ({ detail: { messageId } }: CustomEvent<{ readonly messageId: MessageId }>): void =>
    void this.#host.jumpTo(messageId)

  #set(open: SideDialog | null): void {
    this.#open = open
    this.#host.requestUpdate()
  }
}
