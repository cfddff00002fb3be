import type { ConversationId, Timestamp, UserId } from './ids.ts'

/** An ephemeral notice: never stored, never repeated, lost without harm. */
export type Signal = Typing

/** That a member types, or has stopped. Shown for six seconds at most: whoever goes on typing says so again. */
export interface Typing {
  readonly type: 'typing'
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly typing: boolean
  readonly at: Timestamp
}
