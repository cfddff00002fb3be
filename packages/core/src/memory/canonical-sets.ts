import type { UserId } from '../model/ids.ts'
import type { CommitItem, CreationDraft } from '../ports/store.ts'
import { activeMembers } from './state.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** Below this many there is a direct, or nobody to send to. */
const smallestSet = 3

/** One text for one set of users; an id has no control characters. */
const keyOf = (userIds: readonly UserId[]): string => userIds.toSorted().join('\n')

/** The canonical group of these users, or the oldest one that fits. */
export const canonicalGroup = (state: MemoryState, userIds: readonly UserId[]): ConversationRow | undefined => {
  const key = keyOf(userIds)
  return state.canonicalSets.get(key) ?? [...state.conversations.values()].find((row) => row.setKey === key)
}

/** Whether a conversation has its set of users to itself. */
export const isCanonical = (state: MemoryState, row: ConversationRow): boolean =>
  row.setKey !== null && state.canonicalSets.get(row.setKey) === row

/** Whether an item may make its conversation the canonical group of its members; always, when it does not ask to. */
export const mayBeCanonical = (
  state: MemoryState,
  { canonical, conversationId }: CommitItem,
  creation: CreationDraft | undefined,
): boolean => {
  if (canonical !== true) return true
  const row = state.conversations.get(conversationId ?? '')
  const key = row === undefined ? keyOf(creation?.members.map(({ userId }) => userId) ?? []) : row.setKey
  const holder = key === null ? null : state.canonicalSets.get(key)
  return holder === undefined || (holder !== null && holder === row)
}

/** Follows a change of who is in a group: gives the set it had up, and claims the one it has if that is free. */
export const claimSet = (state: MemoryState, row: ConversationRow): void => {
  if (!row.bySending) return
  const userIds = activeMembers(row).map(({ userId }) => userId)
  const ended = row.closedAt !== null || row.deletedAt !== null
  const key = ended || userIds.length < smallestSet ? null : keyOf(userIds)
  if (row.setKey !== null && row.setKey !== key && isCanonical(state, row)) state.canonicalSets.delete(row.setKey)
  row.setKey = key
  if (key !== null && !state.canonicalSets.has(key)) state.canonicalSets.set(key, row)
}
