import { minuteOf } from './state.ts'
import type { ConversationRow } from './state.ts'
import type { MessageRow } from './message-row.ts'

/** What a conversation says of itself when it is made. */
type ConversationHead = Pick<
  ConversationRow,
  | 'id'
  | 'kind'
  | 'title'
  | 'createdBy'
  | 'createdAt'
  | 'invitePolicy'
  | 'visibility'
  | 'joinPolicy'
  | 'target'
  | 'contentHash'
  | 'bySending'
>

/** A conversation in which nothing has happened yet. */
export const freshConversation = (head: ConversationHead): ConversationRow => ({
  ...head,
  setKey: null,
  closedAt: null,
  deletedAt: null,
  revision: 0,
  stateRevision: 1,
  settingsVersion: 1,
  rosterVersion: 1,
  joins: 0,
  activity: { minute: minuteOf(head.createdAt), position: 0 },
  members: new Map(),
  pastMembers: [],
  pastStates: [],
  readers: new Map(),
  messages: [],
})

/** A message that nobody has reacted to, pinned or changed. */
export const freshMessage = (said: Omit<MessageRow, 'purged' | 'reactions' | 'pin' | 'version'>): MessageRow => ({
  ...said,
  purged: false,
  reactions: [],
  pin: null,
  version: 1,
})
