import type { ConversationId } from '../model/ids.ts'
import type { CommitItem, CreationDraft, UsedId } from '../ports/store.ts'
import { messageAsOf } from './message-row.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** Who used an id that the item would give, or has the place of what it would make. */
export const usedIdOf = (
  state: MemoryState,
  item: CommitItem & { readonly conversationId: ConversationId },
): UsedId | null => {
  for (const draft of item.changes) {
    const used =
      draft.type === 'message.sent'
        ? findUsedId(state, 'message', draft.id)
        : draft.type === 'conversation.created'
          ? (findUsedId(state, 'conversation', item.conversationId) ?? usedTarget(state, draft))
          : null
    if (used !== null) return used
  }
  return null
}

/** Who used an id. */
export const findUsedId = (state: MemoryState, kind: 'message' | 'conversation', id: string): UsedId | null => {
  if (kind === 'message') {
    const row = state.messages.get(id)
    if (row === undefined) return null
    const { conversationId, authorId, contentHash } = row
    const gone = row.purged || contentHash === ''
    return { conversationId, authorId, contentHash, gone, message: gone ? null : messageAsOf(row) }
  }
  const row = state.conversations.get(id)
  return row === undefined ? null : usedConversation(row)
}

const usedConversation = ({ id, createdBy, contentHash, deletedAt }: ConversationRow): UsedId => ({
  conversationId: id,
  authorId: createdBy,
  contentHash,
  gone: deletedAt !== null,
  message: null,
})

/** The room, or the channel, that a target has already. */
const usedTarget = ({ conversations }: MemoryState, { kind, target }: CreationDraft): UsedId | null => {
  if (target === undefined) return null
  const row = [...conversations.values()].find(
    (other) => other.kind === kind && other.target?.type === target.type && other.target.id === target.id,
  )
  return row === undefined ? null : usedConversation(row)
}
