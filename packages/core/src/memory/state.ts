import type { AttachmentId } from '../model/attachment.ts'
import type { ChangeSubjects, PersonalChangeType } from '../model/change.ts'
import type {
  ConversationKind,
  ConversationState,
  InvitePolicy,
  JoinPolicy,
  Visibility,
} from '../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../model/ids.ts'
import type { Target } from '../model/target.ts'
import type { BuriedChange, DeadLetterRecord, ParkedChange } from '../ports/notifier-store.ts'
import type { Activity, BlockRecord, LogPoint, MemberRecord } from '../ports/store.ts'
import type { Grant } from '../ports/tickets.ts'
import type { AttachmentRow } from './attachment-row.ts'
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
  /** What holders of leases left, by the lease's name. */
  readonly leaseMemos: Map<string, string>
  /** Who is being erased, and by which id. */
  readonly erasures: Map<UserId, UserId>
  /** In the order in which they were made. */
  blocks: readonly BlockRecord[]
  /** How many were ever made. */
  blockings: number
  /** The canonical group of each set of users, by the set's key. */
  readonly canonicalSets: Map<string, ConversationRow>
  /** By id, the oldest first. */
  readonly attachments: Map<AttachmentId, AttachmentRow>
  /** By hash, the oldest first. */
  readonly tickets: Map<string, TicketRow>
  readonly notifiers: Map<string, NotifierRow>
}

/** How far a notifier has got, and what it could not tell, by position. */
export interface NotifierRow {
  point: LogPoint
  readonly parked: Map<number, ParkedChange>
  readonly dead: Map<number, DeadLetterRecord & BuriedChange>
}

export interface TicketRow {
  readonly grant: Grant
  /** Milliseconds since 1970. */
  readonly until: number
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
  createdBy: UserId
  readonly createdAt: Timestamp
  invitePolicy: InvitePolicy
  visibility: Visibility
  joinPolicy: JoinPolicy
  target: Target | null
  contentHash: string
  readonly bySending: boolean
  /** The key of its active members, where they may have it as their canonical group. */
  setKey: string | null
  closedAt: Timestamp | null
  deletedAt: Timestamp | null
  /** The counter: the revision of the latest shared change. */
  revision: number
  /** The revision at which the conversation's own state last changed. */
  stateRevision: number
  settingsVersion: number
  rosterVersion: number
  joins: number
  activity: Activity
  readonly members: Map<UserId, MemberRow>
  /** What memberships, and the conversation's own state, were before they changed: those who left in their time still see it. */
  readonly pastMembers: MemberRow[]
  readonly pastStates: ConversationState[]
  /** The reader state of whoever has any, member or not. */
  readonly readers: Map<UserId, ReaderRow>
  readonly messages: MessageRow[]
}

export interface MemberRow extends MemberRecord {
  readonly version: number
  readonly joinedRevision: number
  readonly endedRevision: number | null
}

/** What is kept for whoever may read. */
export interface ReaderRow {
  readonly readSeq: number
  readonly readAt: Timestamp | null
  readonly repliedAt: Timestamp | null
  readonly deliveredSeq: number
  readonly deliveredAt: Timestamp | null
  /** When the watermarks moved where, oldest first; at most so many of each are remembered. */
  readonly reads: readonly AdvanceRow[]
  readonly deliveries: readonly AdvanceRow[]
  /** Everything up to here is out of this reader's own view. */
  readonly clearedSeq: number
  readonly mutedUntil: Timestamp | null
  /** The messages this reader has hidden. */
  readonly hidden: ReadonlySet<MessageId>
}

/** One advance of a watermark. */
export interface AdvanceRow {
  readonly seq: number
  readonly at: Timestamp
}

/** A row of the log. */
export type LogRow = ConversationLogRow | PersonalLogRow

export interface ConversationLogRow {
  readonly type: keyof ChangeSubjects
  readonly conversation: ConversationRow
  readonly revision: number | null
  readonly conversationRevision: number
  readonly actor: UserId
  readonly at: Timestamp
  readonly audience: 'members' | 'actor'
  /** The user or the message the change is about, where it is not the conversation itself. */
  readonly about: string | null
}

export interface PersonalLogRow {
  readonly type: PersonalChangeType
  readonly audience: 'owner'
  readonly owner: UserId
  readonly actor: UserId
  readonly at: Timestamp
  /** The user the change is about. */
  readonly about: UserId
}

export const emptyState = (): MemoryState => ({
  conversations: new Map(),
  messages: new Map(),
  conversationsOf: new Map(),
  log: [],
  pruned: 0,
  leases: new Map(),
  leaseMemos: new Map(),
  erasures: new Map(),
  blocks: [],
  blockings: 0,
  canonicalSets: new Map(),
  attachments: new Map(),
  tickets: new Map(),
  notifiers: new Map(),
})

/** Above this many active members, a receipt goes to its reader's own devices only. */
export const wideFrom = 100

/** In whole minutes since 1970. */
export const minuteOf = (at: Timestamp): number => Math.floor(Date.parse(at) / 60_000)

export const activeMembers = (row: ConversationRow): readonly MemberRow[] =>
  [...row.members.values()].filter((member) => member.status === 'active').toSorted((a, b) => a.ordinal - b.ordinal)
