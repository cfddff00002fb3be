import type { ChangeType } from '../model/change.ts'
import type { ConversationKind, InvitePolicy } from '../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../model/ids.ts'
import type { Activity, MemberRecord } from '../ports/store.ts'
import type { MessageRow } from './message-row.ts'

/** Everything the memory store keeps. */
export interface MemoryState {
  readonly conversations: Map<ConversationId, ConversationRow>
  readonly messages: Map<MessageId, MessageRow>
  /** Every conversation a user ever was a member of. */
  readonly conversationsOf: Map<UserId, Set<ConversationRow>>
  /** A change's position is its index + 1. */
  readonly log: LogRow[]
  /** How many of the oldest changes are pruned: their rows are still there, but no longer read. */
  pruned: number
  readonly leases: Map<string, LeaseRow>
  /** The canonical group of each set of users, by the set's key. */
  readonly canonicalSets: Map<string, ConversationRow>
}

export interface LeaseRow {
  readonly holder: string
  readonly fence: number
  /** Milliseconds since 1970. */
  readonly until: number
}

export interface ConversationRow {
  readonly id: ConversationId
  readonly kind: ConversationKind
  title: string | null
  readonly createdBy: UserId
  readonly createdAt: Timestamp
  invitePolicy: InvitePolicy
  readonly contentHash: string
  readonly bySending: boolean
  /** The key of its active members, where they may have it as their canonical group. */
  setKey: string | null
  closedAt: Timestamp | null
  /** The counter: the revision of the latest shared change. */
  revision: number
  /** The revision at which the conversation's own state last changed. */
  stateRevision: number
  settingsVersion: number
  rosterVersion: number
  joins: number
  activity: Activity
  readonly members: Map<UserId, MemberRow>
  /** The memberships that ended before a return: those who left in their time still see them. */
  readonly pastMembers: MemberRow[]
  readonly messages: MessageRow[]
}

export interface MemberRow extends MemberRecord {
  readonly version: number
  readonly joinedRevision: number
  readonly endedRevision: number | null
  readonly readSeq: number
  readonly readAt: Timestamp | null
  /** The messages this member has hidden. */
  readonly hidden: ReadonlySet<MessageId>
}

export interface LogRow {
  readonly type: ChangeType
  readonly conversation: ConversationRow
  readonly revision: number | null
  readonly conversationRevision: number
  readonly actor: UserId
  readonly at: Timestamp
  readonly audience: 'members' | 'actor'
  /** The user or the message the change is about, where it is not the conversation itself. */
  readonly about: string | null
}

export const emptyState = (): MemoryState => ({
  conversations: new Map(),
  messages: new Map(),
  conversationsOf: new Map(),
  log: [],
  pruned: 0,
  leases: new Map(),
  canonicalSets: new Map(),
})

/** Above this many active members, a receipt goes to its reader's own devices only. */
export const wideFrom = 100

export const activeMembers = (row: ConversationRow): readonly MemberRow[] =>
  [...row.members.values()].filter((member) => member.status === 'active').toSorted((a, b) => a.ordinal - b.ordinal)
