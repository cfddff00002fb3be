import type { EventType, ProtocolEvent } from './protocol/event.ts'
import type { JsonObject } from './protocol/json.ts'

// The three kinds of object and their events know one another, so their shapes live in one file.

/** Options of every call that waits for the server. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** How a group of properties is asked for. */
export interface InfoOptions extends CallOptions {
  /** Ask the server again for what is known already. */
  readonly refresh?: boolean
}

/** What is known of a user. */
export interface UserInfo {
  /** Display name, plain text. */
  readonly name: string
  /** The "about me" of the chat profile, plain text. */
  readonly about: string
  readonly isModerator: boolean
  /** Messages the user has sent. */
  readonly messageCount: number
  /** Rooms the user has taken part in. */
  readonly roomCount: number
  /** Total reputation of the associated accounts. */
  readonly reputation: number
  /** When the user was last seen, or null when the server does not say. */
  readonly lastSeenAt: Date | null
  /** When the user last wrote, or null when the server does not say. */
  readonly lastMessageAt: Date | null
  /** Where the user's picture is, or null when the server does not say. */
  readonly avatarUrl: string | null
}

/** A chat account. One object per id and client; each property is fetched when first asked for. */
export interface User {
  readonly id: number
  readonly name: Promise<string>
  readonly about: Promise<string>
  readonly isModerator: Promise<boolean>
  readonly messageCount: Promise<number>
  readonly roomCount: Promise<number>
  readonly reputation: Promise<number>
  /** About how many seconds ago the user was last seen; null when the server does not say. */
  readonly lastSeen: Promise<number | null>
  readonly lastSeenAt: Promise<Date | null>
  readonly lastMessageAt: Promise<Date | null>
  readonly avatarUrl: Promise<string | null>
  /** All of it at once; `refresh` asks the server again. */
  info(options?: InfoOptions): Promise<UserInfo>
}

/** What is known of a message. */
export interface MessageInfo {
  readonly room: Room
  /** HTML; null once deleted. */
  readonly content: string | null
  readonly owner: User
  /** The message this one replies to, or null. */
  readonly parentId: number | null
  readonly stars: number
  readonly starredByYou: boolean
  readonly pinned: boolean
  readonly edited: boolean
  readonly edits: number
  /** Unix seconds. */
  readonly timeStamp: number
}

/** A message. One object per id and client; each property is fetched when first asked for and kept up to date by events. */
export interface Message {
  readonly id: number
  readonly room: Promise<Room>
  /** HTML as the server draws it, cut where it is long (see `fullContent`); null once deleted. */
  readonly content: Promise<string | null>
  /** HTML without cuts. */
  readonly fullContent: Promise<string>
  /** The content without its formatting; empty once deleted. */
  readonly textContent: Promise<string>
  /** The markdown as it was written. */
  readonly contentSource: Promise<string>
  readonly owner: Promise<User>
  /** The message this one replies to, or null. */
  readonly parent: Promise<Message | null>
  readonly stars: Promise<number>
  /** Whether the own account starred it. */
  readonly starredByYou: Promise<boolean>
  readonly pinned: Promise<boolean>
  readonly pinners: Promise<readonly User[]>
  readonly edited: Promise<boolean>
  readonly edits: Promise<number>
  /** Who edited last, or null. */
  readonly editor: Promise<User | null>
  /** Unix seconds. */
  readonly timeStamp: Promise<number>
  readonly at: Promise<Date>
  /** The room's own account of it, at once; `refresh` asks the server again. */
  info(options?: InfoOptions): Promise<MessageInfo>
  /** Replies in the same room; resolves with the reply once the server has it. */
  reply(text: string, options?: Omit<SendOptions, 'replyTo'>): Promise<Message>
  /** Replaces the text. @throws `too-late`, `not-owner`, `already-deleted`, `not-found` */
  edit(text: string, options?: CallOptions): Promise<void>
  /** Deletes the message. @throws `too-late`, `not-owner`, `already-deleted`, `not-found` */
  delete(options?: CallOptions): Promise<void>
  /** Stars the message, or takes the own star away; doing so twice changes nothing. */
  star(value?: boolean, options?: CallOptions): Promise<void>
  /** Pins the message, or removes its pins; for room owners. */
  pin(value?: boolean, options?: CallOptions): Promise<void>
  /** Removes everybody's stars; for room owners. */
  cancelStars(options?: CallOptions): Promise<void>
}

/** What is known of a room. */
export interface RoomInfo {
  /** Plain text. */
  readonly name: string
  /** Plain text. */
  readonly description: string
  readonly descriptionHtml: string
  /** All messages ever sent there. */
  readonly messageCount: number
  /** All users who ever took part. */
  readonly userCount: number
  /** The site the room belongs to, or null. */
  readonly parentSiteName: string | null
  readonly owners: readonly User[]
  readonly tags: readonly string[]
}

/** How a message is sent. */
export interface SendOptions extends CallOptions {
  /** The message to reply to. */
  readonly replyTo?: number | Message
  /** `accepted` (default): resolve with the server's answer. `observed`: only once the room's own event has come. */
  readonly confirm?: 'accepted' | 'observed'
  /** What to do with more than 500 characters on one line: `reject` (default), or break the line, which ends inline markdown. */
  readonly overflow?: 'reject' | 'multiline'
  /** What to do when the server swallows a repetition: `reject` (default), or try up to three times with invisible changes. */
  readonly duplicate?: 'reject' | 'vary'
  /**
   * Called before each request that posts it, however long it waited: where this rejects, the request does not go out and `send`
   * rejects with the same. The place to make sure that one may still post.
   */
  readonly before?: () => Promise<void>
}

/** Which events to read. */
export interface EventOptions<T extends EventType = EventType> extends CallOptions {
  /** Only these types. */
  readonly types?: readonly T[]
  /** Begin after the event of that number, replaying what came since. */
  readonly since?: number
  /** How many events wait in memory for a slow reader; more are read again from the server. Default 1,000. */
  readonly buffer?: number
}

/** Which messages to read. */
export interface HistoryOptions extends CallOptions {
  /** Only messages before this one. */
  readonly before?: number
  /** Only messages after this one. */
  readonly after?: number
  /** How many at most, the newest of those wanted. Default 100. */
  readonly limit?: number
}

/** A chat room. One object per id and client; each property is fetched when first asked for. */
export interface Room {
  readonly id: number
  readonly name: Promise<string>
  readonly description: Promise<string>
  readonly descriptionHtml: Promise<string>
  readonly messageCount: Promise<number>
  readonly userCount: Promise<number>
  readonly parentSiteName: Promise<string | null>
  readonly owners: Promise<readonly User[]>
  readonly tags: Promise<readonly string[]>
  /** Whether the own account may post there now. */
  readonly canPost: Promise<boolean>
  /** All of it at once; `refresh` asks the server again. */
  info(options?: InfoOptions): Promise<RoomInfo>
  /** Comes into the room and follows its events. Not needed for `send`. */
  join(options?: CallOptions): Promise<void>
  /** Goes out of the room; its streams end. */
  leave(options?: CallOptions): Promise<void>
  /** Posts a message; resolves once the server has it. @throws the codes of {@link StackExchangeError} */
  send(text: string, options?: SendOptions): Promise<Message>
  /** Posts a text of any length in as many messages as it takes, in order, cut outside of markup. */
  sendParts(text: string, options?: Omit<SendOptions, 'overflow'>): Promise<readonly Message[]>
  /** Joins and calls back for every event until what it resolves with is called. A callback that throws is logged. */
  watch(listener: (event: ChatEvent) => void, options?: CallOptions): Promise<() => void>
  /** Joins and yields every new message, own ones included, without end; `break` stops it. */
  newMessages(options?: Omit<EventOptions, 'types'>): AsyncIterableIterator<Message>
  /** Joins and yields every new event, optionally of some types, without end; `break` stops it. */
  newEvents<T extends EventType = EventType>(options?: EventOptions<T>): AsyncIterableIterator<ChatEventOf<T>>
  /** Users in the room now. */
  currentUsers(options?: CallOptions): Promise<readonly User[]>
  /** Users who would be notified when mentioned. */
  pingableUsers(options?: CallOptions): Promise<readonly User[]>
  /** Messages of the past, oldest first. */
  history(options?: HistoryOptions): Promise<readonly Message[]>
  /**
   * The messages of one day (UTC), oldest first; today by default. The server shows a busy day in parts, of which this is
   * the first; `history` knows no such limit.
   */
  transcript(day?: Date, options?: CallOptions): Promise<readonly Message[]>
}

/** The objects an event is about; their names are known, so reading them asks nothing of the server. */
export interface EventObjects {
  readonly room: Room | null
  readonly user: User | null
  readonly targetUser: User | null
  readonly message: Message | null
  /** When it happened, or null. */
  readonly at: Date | null
  /** The event as the server sent it. */
  readonly data: JsonObject
}

type WithObjects<E> = E &
  Omit<EventObjects, 'message' | 'user'> & {
    readonly message: E extends { readonly messageId: number } ? Message : null
    readonly user: E extends { readonly userId: number } ? User : User | null
  }

/** An event with the objects it is about. Told apart by `type`. */
export type ChatEvent = ProtocolEvent extends infer E ? (E extends ProtocolEvent ? WithObjects<E> : never) : never

/** The events of some types. */
export type ChatEventOf<T extends EventType> = Extract<ChatEvent, { readonly type: T }>
