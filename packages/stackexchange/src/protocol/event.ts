import type { JsonObject } from './json.ts'

/** What every event has. Any of the ids and names can be missing on the wire, and is null then. */
export interface EventFields {
  /** Number of the event's type on the wire. */
  readonly typeId: number | null
  /** Number of the event, increasing over the whole server; null where the server gives none (history). */
  readonly eventId: number | null
  /** Unix seconds. */
  readonly timeStamp: number | null
  readonly roomId: number | null
  readonly roomName: string | null
  /** Who did it. */
  readonly userId: number | null
  readonly userName: string | null
  /** Whom it was done to. */
  readonly targetUserId: number | null
  /** The event as the server sent it. */
  readonly raw: JsonObject
}

/** What events about a message have besides. */
export interface MessageFields {
  readonly messageId: number
  /** HTML; null once deleted. */
  readonly content: string | null
  /** Whether the content is cut, so that the rest must be fetched. */
  readonly isPartial: boolean
  /** The message this one replies to; a mere mention is no reply. */
  readonly parentId: number | null
  readonly parentUserName: string | null
  readonly parentText: string | null
  readonly edits: number
  readonly stars: number
  readonly pins: number
  /** Null where the server does not say, because it was somebody else's star. */
  readonly starredByYou: boolean | null
  readonly pinnedByYou: boolean | null
}

interface Typed<T extends string> extends EventFields {
  readonly type: T
}
interface AboutMessage<T extends string> extends Typed<T>, MessageFields {}

/** A message was posted. `mentionsMe` and `repliesToMe` are folded in from the notices that travel with it. */
export interface MessagePosted extends AboutMessage<'message-posted'> {
  readonly mentionsMe: boolean
  readonly repliesToMe: boolean
}
/** A message was edited. */
export interface MessageEdited extends AboutMessage<'message-edited'> {
  readonly mentionsMe: boolean
  readonly repliesToMe: boolean
}
/** Somebody came in. */
export interface UserEntered extends Typed<'user-entered'> {
  readonly userId: number
}
/** Somebody went out. */
export interface UserLeft extends Typed<'user-left'> {
  readonly userId: number
}
/** Name, description, tags or visibility of the room changed; read its info again. */
export type RoomChanged = Typed<'room-changed'>
/** Stars or pins of a message changed, in either direction. */
export type MessageStarred = AboutMessage<'message-starred'>
/** A message names you (only when nothing it could be folded into came along). */
export type UserMentioned = AboutMessage<'user-mentioned'>
/** A message was flagged. */
export type MessageFlagged = AboutMessage<'message-flagged'>
/** A message was deleted; `userId` is who did it. */
export type MessageDeleted = AboutMessage<'message-deleted'>
/** Somebody's rights in the room changed. */
export interface AccessChanged extends Typed<'access-changed'> {
  /** The new access in the server's words, such as `read-write`. */
  readonly access: string | null
}
/** The server tells you something; the content is HTML. */
export interface Notification extends Typed<'notification'> {
  readonly content: string | null
}
/** You are invited to `roomId`. */
export interface Invitation extends Typed<'invitation'> {
  readonly content: string | null
}
/** A message replies to one of yours (only when nothing it could be folded into came along). */
export type MessageReplied = AboutMessage<'message-replied'>
/** A message was moved to another room. */
export type MessageMovedOut = AboutMessage<'message-moved-out'>
/** A message was moved here from another room. */
export type MessageMovedIn = AboutMessage<'message-moved-in'>
/** Several messages were moved at once; folded from the single moves and their summary line. */
export interface MessagesMoved extends Typed<'messages-moved'> {
  readonly direction: 'in' | 'out'
  readonly messageIds: readonly number[]
  /** The summary line, HTML, or null. */
  readonly content: string | null
}
/** A user's name or picture changed; `targetUserId` is whose. */
export type UserChanged = Typed<'user-changed'>
/** An event with nothing more to it than its common fields. */
export type PlainEvent = Typed<
  | 'file-added'
  | 'moderator-flagged'
  | 'settings-changed'
  | 'global-notice'
  | 'time-break'
  | 'ticker'
  | 'user-suspended'
  | 'users-merged'
  | 'internal'
>
/** An event this version does not know, or one that lacks what its type needs. */
export type UnknownEvent = Typed<'unknown'>

/** Every event, told apart by `type`. Ids only; the client's events carry objects besides. */
export type ProtocolEvent =
  | MessagePosted
  | MessageEdited
  | UserEntered
  | UserLeft
  | RoomChanged
  | MessageStarred
  | UserMentioned
  | MessageFlagged
  | MessageDeleted
  | AccessChanged
  | Notification
  | Invitation
  | MessageReplied
  | MessageMovedOut
  | MessageMovedIn
  | MessagesMoved
  | UserChanged
  | PlainEvent
  | UnknownEvent

/** The name of a kind of event. */
export type EventType = ProtocolEvent['type']
