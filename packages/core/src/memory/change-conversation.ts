import type { ConversationId, Timestamp, UserId } from '../model/ids.ts'
import type { ChangeDraft, CreationDraft } from '../ports/store.ts'
import { stateOf } from './as-of.ts'
import { purge } from './change-message.ts'
import { freshConversation } from './fresh-rows.ts'
import type { ConversationRow, MemoryState } from './state.ts'

type UpdateDraft = Extract<ChangeDraft, { type: 'conversation.updated' }>

/** Makes the conversation that an item makes; what happens in it is written like any other change. */
export const createConversation = (
  state: MemoryState,
  creation: CreationDraft,
  { id, actor, at }: { readonly id: ConversationId; readonly actor: UserId; readonly at: Timestamp },
): ConversationRow => {
  const { kind, title, invitePolicy, contentHash } = creation
  const row = freshConversation({
    id,
    kind,
    title,
    createdBy: actor,
    createdAt: at,
    invitePolicy,
    visibility: creation.visibility ?? 'private',
    joinPolicy: creation.joinPolicy ?? 'closed',
    target: creation.target ?? null,
    contentHash,
    bySending: creation.bySending === true,
  })
  state.conversations.set(row.id, row)
  return row
}

/** Changes what a conversation says of itself: a revision of it. */
export const updateConversation = (row: ConversationRow, draft: UpdateDraft, at: Timestamp): void => {
  row.revision += 1
  row.pastStates.push(stateOf(row))
  if (draft.closed === true) row.closedAt = at
  if (draft.title !== undefined) row.title = draft.title
  if (draft.invitePolicy !== undefined) row.invitePolicy = draft.invitePolicy
  if (draft.visibility !== undefined) row.visibility = draft.visibility
  if (draft.joinPolicy !== undefined) row.joinPolicy = draft.joinPolicy
  row.stateRevision = row.revision
  row.settingsVersion += 1
}

/** Deletes a conversation: a revision of it, and the last. */
export const emptyConversation = (row: ConversationRow, at: Timestamp): void => {
  row.revision += 1
  row.deletedAt = at
  row.title = null
  row.pastStates.length = 0
  row.settingsVersion += 1
  for (const message of row.messages) purge(message)
}
