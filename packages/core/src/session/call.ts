import type { ConversationId, MessageId } from '../model/ids.ts'

/** What may accompany every call. */
export interface CallOptions {
  /** Gives up waiting: rejects `aborted`. A write may still have happened. */
  readonly signal?: AbortSignal
  /** Called when the answer repeats an earlier one, because the id was used before with the same content. */
  readonly onReplay?: () => void
}

// Inputs

/** For a verb that needs none. */
export type NoInput = Readonly<Record<string, never>>

/** Names a conversation. */
export interface ConversationInput {
  readonly conversationId: ConversationId
}

/** Names a message. */
export interface MessageInput {
  readonly messageId: MessageId
}

/** Which page. */
export interface PageInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}
