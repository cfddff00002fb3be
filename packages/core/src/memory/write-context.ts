import type { Timestamp, UserId } from '../model/ids.ts'
import type { ConversationLogRow, ConversationRow } from './state.ts'

/** What is written to, by whom and when. */
export interface WriteContext {
  readonly row: ConversationRow
  readonly actor: UserId
  readonly at: Timestamp
}

/** Appends to the log. Default audience: the members. */
export type Append = (
  entry: Pick<ConversationLogRow, 'type' | 'revision' | 'about'>,
  audience?: ConversationLogRow['audience'],
) => void
