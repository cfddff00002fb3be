import type { Conversation, ConversationId } from '@msg/core'
import { Attempt } from '../../context/attempt.ts'
import type { AttemptState } from '../../context/attempt.ts'
import type { ConnectedHost } from '../../context/opened-view.ts'

/** An element that shows a conversation. */
interface RenamingHost extends ConnectedHost {
  readonly conversationId: ConversationId | null
}

/** Calls a conversation what was asked for in its head. */
export class Renaming {
  readonly #host: RenamingHost
  readonly #renamed: Attempt<Conversation>

  constructor(host: RenamingHost) {
    this.#host = host
    this.#renamed = new Attempt(host)
  }

  reset(): void {
    this.#renamed.reset()
  }

  /** How far that has got. */
  get state(): AttemptState<Conversation> {
    return this.#renamed.state
  }

  readonly rename = ({ detail: { title } }: CustomEvent<{ readonly title: string | null }>): void => {
    const { conversationId, connected } = this.#host
    if (conversationId === null || connected === null) return
    this.#renamed.start(() => connected.session.conversations.update({ conversationId, title }))
  }
}
