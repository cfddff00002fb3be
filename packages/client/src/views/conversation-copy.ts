import type { Change, Conversation, ConversationId } from '@msg/core'
import { changed } from './conversation-changes.ts'
import type { Hub } from './hub.ts'
import { createMeanwhile } from './meanwhile.ts'
import { repeated } from './repeated.ts'

/** A conversation kept as its viewer sees it. */
export interface ConversationCopy {
  /** Null until it was read. */
  get(): Conversation | null
  /** Takes a change in. What only the server can tell is read again; the owner is told when it is there. */
  apply(change: Change): void
  /** Takes an answer in, and the changes told since it was asked for. */
  replace(conversation: Conversation, since: readonly Change[]): void
  /** Reads it again, at once; resolves when it is there, or refused. */
  refresh(): Promise<void>
}

/** Whose copy it is. */
export interface CopyOptions {
  readonly hub: Hub
  readonly conversationId: ConversationId
  /** Ends it. */
  readonly signal: AbortSignal
  /** Called when it was read again. */
  refreshed(): void
  /** Called when it is not mine to see, or no longer. */
  gone(): void
}

/** Makes a copy with nothing in it yet. */
export const createConversationCopy = (options: CopyOptions): ConversationCopy => {
  const { hub, conversationId, signal, refreshed, gone } = options
  const { session } = hub
  const meanwhile = createMeanwhile()
  let conversation: Conversation | null = null

  const reading = repeated({
    hub,
    signal,
    run: (running) =>
      meanwhile.during(
        () => session.conversations.get({ conversationId }, { signal: running }),
        (answer, since) => {
          replace(answer, since)
          refreshed()
        },
      ),
    refused: ({ code }) => {
      if (code === 'not_found') gone()
    },
  })
  const take = (change: Change): void => {
    if (conversation === null) return
    const next = changed(conversation, change, session.me)
    conversation = next.conversation
    if (next.stale) void reading.ask()
  }
  const replace = (answer: Conversation, since: readonly Change[]): void => {
    conversation = answer
    for (const change of since) take(change)
  }
  return {
    get: () => conversation,
    apply(change) {
      meanwhile.note(change)
      take(change)
    },
    replace,
    refresh: reading.again,
  }
}
