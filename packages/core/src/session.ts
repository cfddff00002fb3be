/**
 * Everything a user can do: one interface, implemented in process (`messaging.as(user)`) and over the wire (`@msg/client`),
 * proved by one behaviour suite. A verb takes one input object, then options; it resolves when it is committed and never
 * queues. Every verb rejects with a `MsgError`; besides the codes named on it, any may reject `invalid` for a wrong shape
 * and `busy`, `unavailable` or `storage_full` when the store cannot answer.
 */
import type { Features } from './model/features.ts'
import type { UserId } from './model/ids.ts'
import type { AccountVerbs } from './session/account.ts'
import type { AttachmentVerbs } from './session/attachments.ts'
import type { ConversationVerbs } from './session/conversations.ts'
import type { InboxVerbs } from './session/inbox.ts'
import type { LiveVerbs } from './session/live.ts'
import type { MemberVerbs } from './session/members.ts'
import type { MessageVerbs } from './session/messages.ts'
import type { PeopleVerbs } from './session/people.ts'
import type { ReactionVerbs } from './session/reactions.ts'
import type { ReceiptVerbs } from './session/receipts.ts'
import type { RoomVerbs } from './session/rooms.ts'

export type * from './session/call.ts'
export type * from './session/conversations.ts'
export type * from './session/members.ts'
export type * from './session/messages.ts'
export type * from './session/reactions.ts'
export type * from './session/attachments.ts'
export type * from './session/receipts.ts'
export type * from './session/rooms.ts'
export type * from './session/inbox.ts'
export type * from './session/people.ts'
export type * from './session/account.ts'
export type * from './session/live.ts'

/** One user's messaging. */
export interface Session {
  /** On whose behalf this session acts. */
  readonly me: UserId
  /** What the host has switched on, for those who would offer it; what may be done in a conversation says its `me.can`. */
  readonly features: Features
  readonly connection: Connection
  readonly conversations: ConversationVerbs
  readonly members: MemberVerbs
  readonly messages: MessageVerbs
  readonly reactions: ReactionVerbs
  readonly attachments: AttachmentVerbs
  readonly receipts: ReceiptVerbs
  readonly rooms: RoomVerbs
  readonly inbox: InboxVerbs
  readonly people: PeopleVerbs
  readonly account: AccountVerbs
  readonly live: LiveVerbs
}

/** Whether live changes are flowing: `online` for ever in process. */
export interface Connection {
  readonly state: 'online' | 'connecting' | 'offline'
  /** Whether changes are asked for only every few seconds, and come that much late. Never in process. */
  readonly polls: boolean
  /** Calls `listener` with the state whenever that or `polls` is another; returns its unsubscribe. */
  onChange(listener: (state: Connection['state']) => void): () => void
}
