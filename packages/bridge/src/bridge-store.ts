/**
 * What a bridge remembers: the port for authors of bridge stores. Everything is keyed by link, and one process at a time runs
 * a link (it holds the claim), so nothing here has to decide races but `enqueue`.
 *
 * No message text is kept, only digests.
 */
import type { MessageId, UserId } from '@msg/core'
import type { LinkId } from './link.ts'

/** Where the reading of a remote room stands. */
export interface RemoteCursor {
  /** The event up to which everything was dealt with; null before the first. */
  readonly eventId: number | null
  /** The newest message dealt with; null before the first. */
  readonly messageId: number | null
}

/** Where the reading of the conversation stands. */
export interface LocalCursor {
  /** The last message from before the link ran first: what came up to it is not the link's. */
  readonly from: number
  /** What came up to this one and has no pair, bridges with other memories dealt with. */
  readonly done: number
  /** The newest message queued. */
  readonly seq: number
  /** The revision of the conversation up to which changes were dealt with. */
  readonly revision: number
}

/**
 * How far a pair has got.
 *
 * - `arriving`: a remote message about to be brought in.
 * - `posting`: a local message about to be posted; found so after a crash, it may have been.
 * - `paired`: both sides have it.
 * - `unknown`: nobody can tell whether it was posted. It is never posted again.
 * - `refused`: it will not get there; `reason` says why.
 * - `gone`: one side no longer has it.
 */
export type PairState = 'arriving' | 'posting' | 'paired' | 'unknown' | 'refused' | 'gone'

/** A local message, or a part of one, and the remote message it is. Short messages posted together share a remote one. */
export interface Pair {
  readonly link: LinkId
  readonly messageId: MessageId
  /** 0, and more where a text was too long for one remote message; below 0 for notes of changes that came too late. */
  readonly part: number
  /** The local message's number, in whose order messages that share a remote one stand. 0 for remote messages. */
  readonly seq: number
  /** Where it was written. */
  readonly origin: 'local' | 'remote'
  readonly state: PairState
  /** Null while it is not known. */
  readonly remoteId: number | null
  /** The local author. */
  readonly authorId: UserId
  /** Of what was last posted, or last read of the remote message. */
  readonly digest: string
  /** Of the local text that was last posted; empty for remote messages. */
  readonly body: string
  /** How often the remote message had been edited when it was last read. */
  readonly edits: number
  /** Whether our star is on the remote message. */
  readonly starred: boolean
  /** Whether the local message shows that others starred the remote one. */
  readonly starShown: boolean
  /** The newest remote message known before it was posted: it can only have a higher id. */
  readonly above: number
  /** When posting began, in milliseconds since 1970; 0 for remote messages. */
  readonly since: number
  /** Why it was refused, or no longer follows its other side. */
  readonly reason: string | null
}

/** A local message that was written or changed, and is to be compared with its remote side. */
export interface QueuedMessage {
  readonly link: LinkId
  readonly messageId: MessageId
  /** Its number, in whose order messages are posted. */
  readonly seq: number
  /** Which of its changes it was queued for, as far as it is known. */
  readonly revision: number
  /** Whether the message carries the sign that it waits. */
  readonly marked: boolean
}

/** A remote user. */
export interface RemotePerson {
  readonly userId: UserId
  readonly name: string
  /** Where their picture is; null where they have none, or it is not known. */
  readonly avatarUrl: string | null
}

/** The memory of bridges. */
export interface BridgeStore {
  /** Names this memory among all there are, for ever. */
  id(): Promise<string>

  /** Null for a link that never ran. */
  cursor(link: LinkId): Promise<RemoteCursor | null>
  moveCursor(link: LinkId, cursor: RemoteCursor): Promise<void>

  /** Null for a link that never ran. */
  localCursor(link: LinkId): Promise<LocalCursor | null>
  moveLocalCursor(link: LinkId, cursor: LocalCursor): Promise<void>

  /** Queues a message; of one that is queued, the higher revision counts and the mark stays. */
  enqueue(queued: Omit<QueuedMessage, 'marked'>): Promise<void>
  /** Up to `limit` queued messages by number. */
  queued(link: LinkId, limit: number): Promise<readonly QueuedMessage[]>
  mark(queued: QueuedMessage): Promise<void>
  /** Takes a message out of the queue and answers it; null, and it stays, where a later change was queued meanwhile. */
  settle(queued: QueuedMessage): Promise<QueuedMessage | null>

  /** Keeps pairs as they are now, by link, message and part. */
  save(pairs: readonly Pair[]): Promise<void>
  /** Drops pairs that came to nothing. */
  drop(pairs: readonly Pair[]): Promise<void>
  /** The pairs of these messages in every link. */
  pairsOf(messageIds: readonly MessageId[]): Promise<readonly Pair[]>
  /** The pairs of these remote messages. */
  pairsOfRemote(link: LinkId, remoteIds: readonly number[]): Promise<readonly Pair[]>
  /** The pairs whose posting nobody has seen the end of: `posting` and `unknown`. */
  unsettled(link: LinkId): Promise<readonly Pair[]>
  /** The lowest of the `count` highest remote ids brought in; null when there is none. */
  remoteFloor(link: LinkId, count: number): Promise<number | null>

  people(userIds: readonly UserId[]): Promise<readonly RemotePerson[]>
  savePerson(person: RemotePerson): Promise<void>
  /** Whether a remote user has been let into the conversation of a link: who is not there any more was removed. */
  wasAdmitted(link: LinkId, userId: UserId): Promise<boolean>
  admit(link: LinkId, userId: UserId): Promise<void>

  close(): Promise<void>
}
