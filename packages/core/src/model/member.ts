import type { ConversationId, Timestamp, UserId } from './ids.ts'
import type { Count } from './page.ts'

/** What a member may do beyond taking part. */
export type MemberRole = 'admin' | 'member'
/** Whether the membership goes on, and who ended it. */
export type MemberStatus = 'active' | 'left' | 'removed'

/** One user's membership of a conversation, the same for every viewer: the subject of member changes. */
export interface Member {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly role: MemberRole
  readonly status: MemberStatus
  readonly joinedAt: Timestamp
  /** The last message number when they joined. */
  readonly joinedSeq: number
  /** When they left or were removed; null while active. */
  readonly endedAt: Timestamp | null
  /** The last message number when they left or were removed; null while active. */
  readonly endedSeq: number | null
  /** The conversation revision at which this membership last changed. */
  readonly revision: number
}

/** What the viewer may do in a conversation now, computed by the rules so that no client re-implements them. */
export interface Permissions {
  readonly send: boolean
  /** Send files with a message. */
  readonly attach: boolean
  readonly react: boolean
  /** Change the text of my own messages. */
  readonly edit: boolean
  /** Take my own messages back. */
  readonly retract: boolean
  /** Take others' messages back. */
  readonly retractOthers: boolean
  readonly pin: boolean
  /** Change the title. */
  readonly rename: boolean
  /** Change who may invite. */
  readonly update: boolean
  readonly addMembers: boolean
  /** Remove members and set their roles. */
  readonly manageMembers: boolean
  /** Take others' messages back and purge messages: who moderates the target. */
  readonly moderate: boolean
  /** Delete it for everybody; a direct, from my own view. */
  readonly delete: boolean
  /** Become a member by oneself. */
  readonly join: boolean
  readonly leave: boolean
  readonly markRead: boolean
}

/** The viewer's own standing and reader state in a conversation. Who never was a member of it has reader state too. */
export interface Standing {
  /** Null for who never was a member. */
  readonly role: MemberRole | null
  /** `none` for who never was a member: a reader of a channel or of a public room. */
  readonly status: MemberStatus | 'none'
  /** Null for who never was a member. */
  readonly joinedAt: Timestamp | null
  readonly endedAt: Timestamp | null
  /** The read watermark: everything up to this message number is read; 0 when nothing is. */
  readonly readSeq: number
  /** When the watermark last advanced; null when it never did. */
  readonly readAt: Timestamp | null
  /**
   * When I last wrote here, to the minute (UTC): the time of my first message in the last minute in which I wrote one; null
   * when I never did. Taking messages back or hiding them does not change it.
   */
  readonly repliedAt: Timestamp | null
  /** The delivered watermark: up to here some device of mine has the messages; never below `readSeq`. */
  readonly deliveredSeq: number
  /** Everything up to here I have cleared from my own view; 0 when nothing is. */
  readonly clearedSeq: number
  /** Until when this conversation may not disturb me; null, or a time that has passed: not muted. */
  readonly mutedUntil: Timestamp | null
  /** Others' visible messages above the watermark. */
  readonly unread: Count
  readonly can: Permissions
}
