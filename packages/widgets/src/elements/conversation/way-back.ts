import type { Conversation } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { refusedText } from '../../context/failure-text.ts'
import type { ConnectedHost } from '../../context/opened-view.ts'
import type { Strings } from '../../i18n/strings.ts'

/** An element that shows a room, and lets one join it or not. */
interface WayBackHost extends ConnectedHost {
  readonly readonly: boolean
  readonly joins: boolean
}

/** The way back into a room that one left, for who looks at it still. */
export class WayBack {
  readonly #host: WayBackHost
  readonly #joined: Attempt<Conversation>

  constructor(host: WayBackHost) {
    this.#host = host
    this.#joined = new Attempt(host)
  }

  reset(): void {
    this.#joined.reset()
  }

  render(room: Conversation | null, strings: Strings): TemplateResult | typeof nothing {
    const { readonly, joins } = this.#host
    if (room === null || readonly || !joins || room.me.status !== 'left' || !room.me.can.join) return nothing
    const { state } = this.#joined
    return html`<button class="primary" ?disabled=${state.status === 'waiting'} @click=${() => this.#join(room.id)}>
        ${strings.join}
      </button>
      <span role="alert">${refusedText(state, strings)}</span>`
  }

  #join(conversationId: string): void {
    const members = this.#host.connected?.session.members
    if (members !== undefined) this.#joined.start((signal) => members.join({ conversationId }, { signal }))
  }
}
