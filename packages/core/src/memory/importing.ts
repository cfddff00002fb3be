import { isService } from '../model/ids.ts'
import type { UserId } from '../model/ids.ts'
import { readerOf } from './lens.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** What an import writes to. */
export interface Importing {
  readonly state: MemoryState
  /** The conversations that something was imported into. */
  readonly touched: Set<ConversationRow>
  /** Those of them that it puts in another place of inboxes. */
  readonly moved: Set<ConversationRow>
}

/** A conversation that takes imports, or why it does not. */
export const placeOf = ({ state }: Importing, id: string): ConversationRow | 'not_found' | 'gone' => {
  const row = state.conversations.get(id)
  if (row === undefined) return 'not_found'
  return row.deletedAt === null ? row : 'gone'
}

/** Who is but named somewhere is known there. */
export const know = (row: ConversationRow, userIds: readonly UserId[]): void => {
  for (const userId of userIds) if (!isService(userId)) row.readers.set(userId, readerOf(row, userId))
}
