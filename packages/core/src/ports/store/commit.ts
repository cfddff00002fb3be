import type { AttachmentId } from '../../model/attachment.ts'
import type { PersonalChangeType } from '../../model/change.ts'
import type { ConversationKind, InvitePolicy, JoinPolicy, Visibility } from '../../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../../model/ids.ts'
import type { MemberRole } from '../../model/member.ts'
import type { Target } from '../../model/target.ts'
import type { ImportDraft, ImportOutcomes } from '../import-draft.ts'
import type { Slice, SliceQuery, UsedId } from './slice.ts'

/** Reading what a rule decides on, and making its decision true. */
export interface Commits {
  /** The facts a rule reads about one conversation: null when it does not exist, or was deleted. One round trip. */
  slice(query: SliceQuery): Promise<Slice | null>

  /** Who used this id, for a message or for a conversation; null when nobody ever did. */
  usedId(kind: 'message' | 'conversation', id: string): Promise<UsedId | null>

  /**
   * Makes decisions true. One round trip for the whole batch; items are independent and settle each on its own.
   *
   * In one atomic step: lock the conversations in id order, then the reader rows in (conversation, user) order; drop the
   * items whose id exists (`duplicate`); check each item's guards (`stale`); number messages and revisions densely; write;
   * append to the log. Items of one conversation take effect in the order of the batch.
   *
   * - A refused item changes nothing and leaves no hole. ("one duplicate and one stale guard among 64 items harm no other")
   * - An id is used at most once, ever, within a batch and across batches. ("eight parallel commits of one id make one message")
   * - A conversation's `seq` and `revision` have no holes. ("parallel senders number densely")
   * - A personal change reaches its owner and nobody else. ("a personal change is seen by its owner only")
   * - The unread flag of a reader is never lost. ("a receipt racing a send never loses the unread flag")
   * - A block bumps its direct's settings version, so that what was decided before it is stale. ("a block racing a send: what is committed after it was decided before")
   * - Watermarks move only up. ("receipts racing one another and sends never move a watermark back")
   * - What is cleared stays so, and nothing above it is. ("clearing racing sends hides nothing above what it answers")
   * - A set of users has at most one canonical group. ("parallel sends to the same people make one group")
   * - A file is carried by one message at most. ("of many messages that would carry one file one does")
   * - An item that the database refuses fails alone (`failed`). ("a poisoned item fails alone")
   */
  commit(items: readonly CommitItem[]): Promise<readonly CommitOutcome[]>

  /**
   * Whether a batch that is committed while another is under way waits in line behind it at the database, and begins as
   * soon as that one has ended. If so, the engine sends the next batch early; if not, two at once would get in each
   * other's way, and it waits for the answer.
   */
  readonly commitsInLine: boolean

  /**
   * Keeps what another system has as it was, in one atomic step and one round trip, under the locks of `commit`, as if it had
   * been said here then: unread counts, the inbox, search, stats and canonical groups know of it. What is left out changes
   * nothing; the rest stands. ("what was imported is there as if it had been said here")
   *
   * - Messages get the next numbers of their conversation, in the order of the batch. ("imports racing sends number densely")
   * - What is there already stays as it is. ("importing twice changes nothing and logs nothing")
   * - One change, `conversation.imported`, for each conversation that anything was imported into.
   * - A conversation stands in the inbox where the latest time of its messages puts it.
   * - Over all conversations, search ranks a message that is older than one before it in its conversation as that one.
   */
  import(batch: ImportDraft): Promise<ImportOutcomes>
}

// Commits

/** One decision to make true: all of its changes, or none. */
export interface CommitItem {
  /** Null where every change is a personal one: then there is nothing to guard and nothing is locked. */
  readonly conversationId: ConversationId | null
  readonly actor: UserId
  /** Written in this order. */
  readonly changes: readonly ChangeDraft[]
  /** The versions of the rows that the decision was read from. */
  readonly guards: readonly Guard[]
  /**
   * Makes this the canonical group of its active members (a creation: of its founders), if it is not yet; the item is `stale`
   * when another group is, or when this one was not born by sending.
   */
  readonly canonical?: true
}

/** What to write. The store stamps it with numbers and times. */
export type ChangeDraft =
  | CreationDraft
  /** Changes what is given. */
  | {
      readonly type: 'conversation.updated'
      readonly title?: string | null
      readonly invitePolicy?: InvitePolicy
      readonly visibility?: Visibility
      readonly joinPolicy?: JoinPolicy
      readonly closed?: true
    }
  /**
   * From now on nobody sees anything of it, it takes no commit, and no query finds it. Its messages are purged: of a long one
   * the oldest at once, the rest by {@link Store.sweep}. Its id, and those of its messages, stay used.
   */
  | { readonly type: 'conversation.deleted' }
  /** Also brings back someone who left or was removed. */
  | { readonly type: 'member.added'; readonly userId: UserId; readonly role: MemberRole }
  | { readonly type: 'member.left'; readonly userId: UserId }
  /** Of an active member, or of one who left: then their end stays where it was. */
  | { readonly type: 'member.removed'; readonly userId: UserId }
  | { readonly type: 'member.role'; readonly userId: UserId; readonly role: MemberRole }
  | {
      readonly type: 'message.sent'
      readonly id: MessageId
      readonly verb: string
      readonly body: string
      readonly replyTo: MessageId | null
      readonly mentions: readonly UserId[]
      /** The files it carries: they wait for a message of the actor's. Absent where there are none. */
      readonly attachments?: readonly AttachmentId[]
      /** By which search finds it; there is no white space in a word. */
      readonly words: readonly string[]
      readonly contentHash: string
    }
  /** Keeps the text it had as a revision. */
  | {
      readonly type: 'message.edited'
      readonly messageId: MessageId
      readonly body: string
      /** By which search finds it from now on. */
      readonly words: readonly string[]
      readonly mentions: readonly UserId[]
    }
  /** Empties the message: its text, earlier texts, mentions, reactions and pin. Its number, author and id stay. */
  | { readonly type: 'message.retracted'; readonly messageId: MessageId }
  /** Empties the message, retracted or not, and takes it out of every view: only its number and the use of its id remain. */
  | { readonly type: 'message.purged'; readonly messageId: MessageId }
  // What is so already is no change: its stamp has no revision, and nothing is logged.
  | { readonly type: 'message.pinned' | 'message.unpinned'; readonly messageId: MessageId }
  | { readonly type: 'reaction.added' | 'reaction.removed'; readonly messageId: MessageId; readonly emoji: string }
  /** From the actor's view only: makes no revision and is logged for the actor. */
  | { readonly type: 'message.hidden'; readonly messageId: MessageId }
  | AdvanceDraft
  /**
   * Takes everything up to `clearedSeq`, clamped to the last message, out of the actor's own view, for good; never back. Makes
   * no revision and is logged for the actor.
   */
  | { readonly type: 'inbox.cleared'; readonly clearedSeq: number }
  /** The same for until when the actor wants not to be disturbed. */
  | { readonly type: 'inbox.muted'; readonly mutedUntil: Timestamp | null }
  | PersonalDraft

/**
 * Moves the actor's watermark up, clamped to the last message; never down (then nothing is logged). Reading is also delivery:
 * `readSeq` moves both.
 */
export type AdvanceDraft = { readonly type: 'receipt.advanced' } & (
  | { readonly readSeq: number }
  | { readonly deliveredSeq: number }
)

/** Happens to a user and in no conversation: makes no revision, and only its owner learns of it. */
export interface PersonalDraft {
  readonly type: PersonalChangeType
  /** Whose feed it goes to. */
  readonly owner: UserId
  /** Whom it is about. */
  readonly userId: UserId
}

/** Makes a conversation; its id is the item's. */
export interface CreationDraft {
  readonly type: 'conversation.created'
  readonly kind: ConversationKind
  readonly title: string | null
  readonly invitePolicy: InvitePolicy
  /** Default `private`. */
  readonly visibility?: Visibility
  /** Default `closed`. */
  readonly joinPolicy?: JoinPolicy
  /** Of a room or a channel: there is one of each per target. Default none. */
  readonly target?: Target
  /** The founding members, in joining order. For a direct: the two, and no second direct of the pair can exist. */
  readonly members: readonly { readonly userId: UserId; readonly role: MemberRole }[]
  readonly contentHash: string
  /**
   * A group born by sending to people, and so one that can be canonical. While it is open and has three active members or
   * more, it is the canonical group of them unless another one is: each item that changes who is in it gives the old set up
   * and claims the new one if it is free.
   */
  readonly bySending?: true
}

/** Holds while the row still has the version that was read. */
export type Guard =
  | { readonly on: 'settings'; readonly version: number }
  | { readonly on: 'roster'; readonly version: number }
  /** Version 0: never was a member. */
  | { readonly on: 'member'; readonly userId: UserId; readonly version: number }
  | { readonly on: 'message'; readonly messageId: MessageId; readonly version: number }
  /** The version is how many blocks there are between the actor and this user: 0 to 2. */
  | { readonly on: 'blocks'; readonly userId: UserId; readonly version: number }

/** How one item of a batch ended. */
export type CommitOutcome =
  | { readonly status: 'committed'; readonly at: Timestamp; readonly stamps: readonly Stamp[] }
  /** The id of a message or conversation of this item exists already. */
  | { readonly status: 'duplicate'; readonly used: UsedId }
  /** A guard no longer holds, a file does not wait for the actor's message, or the conversation does not exist: read and decide again. */
  | { readonly status: 'stale' }
  /** The database refused this item; others are not affected. */
  | { readonly status: 'failed'; readonly error: unknown }

/** One per draft, in its order. */
export interface Stamp {
  /** The revision this change made; null for a receipt, a hiding, a personal change, and what was so already. */
  readonly revision: number | null
  /** For `message.sent`, its number; for `receipt.advanced`, the read watermark now; for `inbox.cleared`, up to where now. */
  readonly seq?: number
  /** For `receipt.advanced`: when the read watermark last advanced; null when it never did. */
  readonly readAt?: Timestamp | null
  /** For `receipt.advanced`: the delivered watermark now … */
  readonly deliveredSeq?: number
  /** … and when it last advanced. */
  readonly deliveredAt?: Timestamp | null
}
