import type { UserId } from '../model/ids.ts'
import type { Guard } from '../ports/store.ts'
import { blocksAmong } from './blocks.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** Of which conversation, and by whom. */
interface Guarded {
  readonly row: ConversationRow | undefined
  readonly actor: UserId
}

/** Whether what a decision was read from is still so. */
export const holds = (state: MemoryState, { row, actor }: Guarded, guard: Guard): boolean => {
  switch (guard.on) {
    case 'settings':
      return (row?.settingsVersion ?? 0) === guard.version
    case 'roster':
      return (row?.rosterVersion ?? 0) === guard.version
    case 'member':
      return (row?.members.get(guard.userId)?.version ?? 0) === guard.version
    case 'blocks':
      return blocksAmong(state, actor, [guard.userId]).length === guard.version
    case 'message':
      return row?.messages.find(({ id }) => id === guard.messageId)?.version === guard.version
  }
}
