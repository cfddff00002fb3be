import type { ConversationId, Timestamp, UserId } from './ids.ts'
import type { Standing } from './member.ts'
import type { Message } from './message.ts'
import type { Target } from './target.ts'

/** What kind of container it is; stored, never derived from how many people are in it. */
export type ConversationKind = 'direct' | 'group' | 'room' | 'channel'

/** Who may invite into a group. */
export type InvitePolicy = 'members' | 'admins'

/** Who may read a room: everybody, or its members only. All else is private. */
export type Visibility = 'public' | 'private'

/** Whether one may join by oneself. Only rooms can be open. */
export type JoinPolicy = 'open' | 'closed'

/** A conversation's own state, the same for every viewer: the subject of its changes. */
export interface ConversationState {
  readonly id: ConversationId
  readonly kind: ConversationKind
  readonly title: string | null
  readonly createdBy: UserId
  readonly createdAt: Timestamp
  readonly invitePolicy: InvitePolicy
  readonly visibility: Visibility
  readonly joinPolicy: JoinPolicy
  /** What a room or a channel is about; null for a room about nothing, a direct and a group. */
  readonly target: Target | null
  /** When the last member left, else null. A closed conversation takes no messages and no members. */
  readonly closedAt: Timestamp | null
  /** The conversation revision at which this state last changed. */
  readonly revision: number
}

/** What is left of a conversation that was deleted. The subject of `conversation.deleted`. */
export interface Deleted {
  readonly conversationId: ConversationId
}

/** A conversation as one viewer sees it. For someone who left, everything is as of the message they left at. */
export interface Conversation extends ConversationState {
  readonly memberCount: number
  /** The earliest-joined active members, at most 8: enough to name a direct, or a group without a title. */
  readonly memberIds: readonly UserId[]
  /** The number of the latest message the viewer may see; 0 while there is none. */
  readonly lastSeq: number
  readonly lastMessage: Message | null
  readonly me: Standing
}
