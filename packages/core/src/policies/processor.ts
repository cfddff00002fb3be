import type { ConversationId, UserId } from '../model/ids.ts'

/** A text on its way into a conversation. */
export interface TextDraft {
  readonly authorId: UserId
  readonly conversationId: ConversationId
  readonly body: string
}

/**
 * Reworks texts before they are kept: the body of what it answers is. Runs after everything that may refuse, and after the
 * content of the call was hashed, so that a repeated call is the same call whatever processors make of it. It may do I/O
 * and may run more than once for one call. One that fails, or answers a text that may not be kept, is a refusal
 * (`unavailable`): to refuse a text for what it says is a policy's task.
 */
export interface Processor {
  /** For the host's logs. */
  readonly name: string
  process(draft: TextDraft): TextDraft | Promise<TextDraft>
}
