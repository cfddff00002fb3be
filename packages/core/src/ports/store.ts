/**
 * The storage port: what an adapter author implements. Everything the engine keeps is behind this one interface.
 *
 * How it is used. A verb reads a small *slice* of state, a pure rule decides it into *drafts* of changes and the *guards*
 * under which the decision holds, and `commit` makes them true, atomically, or answers why not. There is no
 * `transaction(callback)`: no rule ever runs while a lock is held. Everybody else (live clients, notifiers) learns only
 * from the change log, read by `log` and `feed`.
 *
 * Words. A *revision* is dense per conversation, one per shared change. A *snapshot* is an opaque text that says which
 * commits were visible to a read; reading "after" it returns exactly the changes it did not see, whatever order their
 * transactions committed in. A *window* is the span of revisions during which a user was a member.
 *
 * Prove an adapter with `storeConformance` of `@msg/testing`; each promise below names the case that races it.
 */
import type { AttachmentId } from '../model/attachment.ts'
import type { Change, PersonalChangeType } from '../model/change.ts'
import type { Conversation, ConversationKind, InvitePolicy, JoinPolicy, Visibility } from '../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../model/ids.ts'
import type { Member, MemberRole, MemberStatus, Standing } from '../model/member.ts'
import type { Message, Revision } from '../model/message.ts'
import type { Count } from '../model/page.ts'
import type { SearchTerm } from '../rules/search-text.ts'
import type { ReadAdvance, Receipt } from '../model/receipt.ts'
import type { Period, StatsRow } from '../model/stats.ts'
import type { Target } from '../model/target.ts'
import type { AccountStore } from './accounts.ts'
import type { AttachmentStore } from './attachment-store.ts'
import type { Bus } from './bus.ts'
import type { ImportDraft, ImportOutcomes } from './import-draft.ts'
import type { NotifierStore } from './notifier-store.ts'
import type { TicketStore } from './tickets.ts'

/** Where everything is kept. All methods are required. */
export interface Store {
  /** What holds for the whole database. Constant while the store is open. */
  readonly meta: StoreMeta

  /** Wake-ups from and to other processes on the same database. */
  readonly bus: Bus

  /** The tickets of live transports. */
  readonly tickets: TicketStore

  /** What is known of files. */
  readonly attachments: AttachmentStore

  /** What is kept of one user: exporting and erasing it. */
  readonly accounts: AccountStore

  /** How far each notifier has got, and what it could not tell. */
  readonly notifiers: NotifierStore

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

  // Queries. Each looks through the *lens*, which says by itself, in the same round trip, what its viewer sees:
  //
  // - an active member, and whoever is admitted ({@link Admitted}): everything;
  // - everybody but those who were removed, of a public room about no target: everything;
  // - who left, of anything but a public room: up to the message they left at, with the texts, reactions, pins, members,
  //   roles and title of that moment, except that what was retracted since is empty for them too;
  // - everybody else: nothing (null, or absent from the page). Of a channel, of a public room about a target to those who
  //   are no members, and of what was deleted, that is everybody who is not admitted.
  //
  // What the viewer has hidden, and everything up to what they have cleared, is absent from pages, from the last message and
  // from unread counts; retracted messages do not count as unread. ("each viewer sees through the lens what is theirs to see")

  /** One conversation as `viewer` sees it. */
  conversation(viewer: Viewer, id: ConversationId): Promise<ConversationRecord | null>

  /**
   * A page of the rooms that `viewer` may find, latest activity first: public ones they were not removed from, also about
   * targets (core asks who may view those), and any they are in. With a text, those whose title contains it, case aside, among
   * the latest {@link roomsSearched} public ones and their own. ("rooms are found by those who may read them")
   */
  rooms(viewer: UserId, page: RoomsQuery): Promise<readonly InboxRecord[]>

  /** A page of the viewer's inbox (active memberships), latest activity first: (minute, position) descending. */
  inbox(viewer: UserId, page: InboxQuery): Promise<readonly InboxRecord[]>

  /**
   * What a filter decides by, of the viewer's conversations: the active ones in the order of the inbox, or those they left, the
   * latest first, as they were then. No more work than the limit asks for.
   * ("heads of an inbox come in its order, those of who left as of then")
   */
  inboxHeads(viewer: UserId, page: HeadsQuery): Promise<readonly InboxHead[]>

  /** Those of these conversations in which the viewer sees anything, in any order. */
  conversations(viewer: UserId, ids: readonly ConversationId[]): Promise<readonly ConversationRecord[]>

  /**
   * The conversations of the viewer's inbox with something unread, and how much, by id.
   * ("unread by conversation adds up to the totals, page by page")
   */
  unreadByConversation(viewer: UserId, page: UnreadQuery): Promise<readonly UnreadCount[]>

  /** How much the viewer has not read, over active memberships. */
  unread(viewer: UserId): Promise<UnreadTotals>

  /** Active members as the viewer may see them, earliest joined first; for someone who left, those of that moment. */
  members(viewer: Viewer, id: ConversationId, page: MembersQuery): Promise<readonly MemberRecord[] | null>

  /** One membership of a conversation the viewer may see: null when that user never was a member, or was removed. */
  member(viewer: Viewer, id: ConversationId, userId: UserId): Promise<Member | null>

  /**
   * Receipts of active members but those the viewer has blocked, earliest joined first; null unless the viewer is an active member. With a `seq`, their times
   * are those of the first advance that covered that message: at least the last {@link keptAdvances} of each watermark are
   * remembered, and what was covered before those has the time of the oldest of them.
   */
  receipts(viewer: UserId, id: ConversationId, page: ReceiptsQuery): Promise<readonly ReceiptRecord[] | null>

  /**
   * A page of the remembered advances of one active member's read watermark, by number; none of whom the viewer has blocked;
   * null unless the viewer is an active member.
   */
  reads(viewer: UserId, id: ConversationId, page: ReadsQuery): Promise<readonly ReadAdvance[] | null>

  /** One message. */
  message(viewer: Viewer, id: MessageId): Promise<Message | null>

  /** A page of messages by number. */
  messages(viewer: Viewer, id: ConversationId, page: MessagesQuery): Promise<readonly Message[] | null>

  /**
   * A page of the messages that are meant, by number. A store may stop before the page is full, when it has walked over
   * {@link walkedAtMost} numbers: then `next` says where to go on.
   */
  filteredMessages(viewer: Viewer, id: ConversationId, page: FilteredQuery): Promise<FilteredMessages | null>

  /** One message and its neighbours: at most `limit` below it, and as many from it on. Null when it is out of sight. */
  around(viewer: Viewer, id: MessageId, limit: number): Promise<Neighbours | null>

  /**
   * The messages in sight that have all the words, newest first: within one conversation by number, else by time over all
   * that the viewer is in, and those they left, up to there. Words are those of the present text; who sees an earlier one
   * does not find the message. Null when the conversation named is out of sight.
   *
   * A store may stop before the page is full, when it has looked at {@link searchedAtMost} messages with the words: then
   * `next` says where to go on. ("search finds what is in sight, newest first, page by page")
   */
  search(viewer: Viewer, query: SearchQuery): Promise<SearchFound | null>

  /**
   * How many messages in sight are meant, by what is asked for: those sent latest first, then by period, verb and author.
   * Retracted ones do not count. The newest {@link countedAtMost} numbers are looked at, at least.
   */
  stats(viewer: Viewer, id: ConversationId, query: StatsQuery): Promise<Stats | null>

  /** The texts a message has had, oldest first, the present one last; empty once retracted. */
  revisions(viewer: Viewer, id: MessageId): Promise<readonly Revision[] | null>

  /** Who of `others` the user has blocked, and who of them has blocked the user. */
  blocksBetween(userId: UserId, others: readonly UserId[]): Promise<readonly BlockRecord[]>

  /** A page of whom the user has blocked, latest first. */
  blocks(userId: UserId, page: BlocksQuery): Promise<readonly BlockRecord[]>

  // The change log.

  /**
   * The whole log in log order, for the tail and for notifiers.
   * ("a change committed by a transaction that began earlier is neither missed nor repeated")
   */
  log(range: LogRange): Promise<LogPage>

  /**
   * What `viewer` may see of the log: the shared changes of their conversations within their windows, without the
   * receipts of whom they have blocked, the deletion of those they left, their own receipts and their personal changes. To someone who left, subjects are
   * as of the end of their window. `resync` when `after` is ahead of the database, below the retained floor, or more than
   * {@link feedLimit} visible changes behind.
   */
  feed(viewer: UserId, range: LogRange): Promise<LogPage | 'resync'>

  /** The viewer's windows: in which conversations, since and until which revision. */
  windows(viewer: UserId): Promise<readonly Window[]>

  // Integers for ids, for surfaces whose clients know nothing else. Nobody else pays for them.

  /**
   * The numbers of these ids on a surface, in any order. What has none gets one now: above all earlier ones of the surface,
   * and among those asked for together in the order of the ids, which for ids of version 7 is that of their making.
   * ("of many who ask for the number of an id all get the same")
   */
  alias(surface: string, ids: readonly string[]): Promise<readonly Alias[]>

  /** The ids behind these numbers of a surface, in any order; numbers nobody has are absent. */
  aliased(surface: string, numbers: readonly number[]): Promise<readonly Alias[]>

  /**
   * Gives ids the numbers they had elsewhere. Answers those numbers that were not given, because the number or the id has
   * another partner; of these nothing changes.
   */
  claimAliases(surface: string, aliases: readonly Alias[]): Promise<readonly number[]>

  // Upkeep.

  /**
   * Takes, or renews, the right to do some work alone: the fencing number for as long as `holder` has it, null while
   * somebody else does. A lease that ran out is anybody's; each new holder gets a higher number.
   * ("of many who ask for a lease one gets it")
   */
  lease(query: LeaseQuery): Promise<number | null>

  /** Gives a lease up before it runs out; nothing happens when `holder` does not have it. */
  release(name: string, holder: string): Promise<void>

  /**
   * Deletes the oldest changes beyond what is to be kept, at most `limit` of them, and answers how many. From then on a cursor
   * that may have missed one of them asks for a resync. ("a cursor from before what was pruned asks for a resync")
   * What one of `heldBy` has not told yet stays. ("what a notifier has not told is not pruned")
   */
  prune(retention: PruneQuery): Promise<number>

  /**
   * Purges messages of conversations that were deleted, at most `limit` of them, and answers how many; 0 when nothing is left.
   * ("sweeping empties what is left of a deleted conversation")
   */
  sweep(limit: number): Promise<number>

  /**
   * Forgets texts that messages had before they were edited, but for those that who left still sees: looks at no more than
   * `limit`, the longest replaced first, and answers where to go on with `above`; null when there is nothing more to look at.
   * ("texts that were replaced long ago are forgotten, but for what who left still sees")
   */
  forgetTexts(query: ForgetQuery): Promise<string | null>

  /** Ends all work and frees everything; further calls reject `unavailable`. */
  close(): Promise<void>
}

/** How many changes a feed may be behind before a reload is cheaper. */
export const feedLimit = 10_000

/** What holds for a whole database. */
export interface StoreMeta {
  /** Random; renewed by copy, restore and repair, so that old cursors are recognised. */
  readonly epoch: string
  /** The secret that signs cursors: 32 bytes, shared by all nodes on this database. */
  readonly cursorKey: Uint8Array
  /** What an acknowledged commit survives: nothing, the death of the process, or the loss of power. */
  readonly durability: 'none' | 'process' | 'power'
}

// Viewers

/** Who looks: a user by what the store knows of them, or one whom core admits. */
export type Viewer = UserId | Admitted

/** A user who may see what the store could not know: the host's targets say so. */
export interface Admitted {
  readonly userId: UserId
  readonly admitted: true
}

// Slices

/** Which facts to read. */
export interface SliceQuery {
  /** Which conversation; without it, the canonical group, or that of the message. */
  readonly conversationId?: ConversationId
  /**
   * Which conversation: the canonical group of exactly these users, three or more, in any order; where there is none, the
   * oldest open group born by sending whose active members they are (it is to be claimed: {@link CommitItem.canonical}).
   */
  readonly canonicalOf?: readonly UserId[]
  /** Also read the facts about this message; one of another conversation than the one named is not there. */
  readonly messageId?: MessageId
  /** Whose memberships to read; the first is the actor. */
  readonly userIds: readonly UserId[]
  /** Also read the facts about the other members that leaving needs. */
  readonly roster?: boolean
}

/** The facts a rule decides from. */
export interface Slice {
  readonly conversation: ConversationFacts
  /** Those of `userIds` that ever were members. */
  readonly members: readonly MemberFacts[]
  /** Present when asked for. */
  readonly roster?: RosterFacts
  /** Present when asked for; null when there is none. */
  readonly message?: MessageFacts | null
  /** Present when asked for by its users: whether it is their canonical group already. */
  readonly canonical?: boolean
}

/** What rules need to know of one message. */
export interface MessageFacts {
  readonly id: MessageId
  readonly seq: number
  readonly authorId: UserId
  readonly createdAt: Timestamp
  /** Its text now; null once retracted. */
  readonly body: string | null
  /** Whether it is out of the actor's own view: hidden, or cleared with what was before it. */
  readonly hidden: boolean
  /** Bumped when its text changes or is taken back; reactions and pins do not touch it. */
  readonly version: number
  /** How many different emoji it has. */
  readonly emojis: number
  /** The emoji the actor has reacted with. */
  readonly ownEmojis: readonly string[]
}

/** What rules need to know of a conversation. */
export interface ConversationFacts {
  readonly id: ConversationId
  readonly kind: ConversationKind
  readonly title: string | null
  readonly invitePolicy: InvitePolicy
  readonly visibility: Visibility
  readonly joinPolicy: JoinPolicy
  readonly target: Target | null
  readonly closed: boolean
  /** For a direct: which of the two have blocked the other. */
  readonly blockedBy: readonly UserId[]
  /** The two of a direct, in any order; null for what is none. */
  readonly pair: readonly UserId[] | null
  readonly lastSeq: number
  /** Active members, as of this read: no guard but that on the roster keeps it true. */
  readonly memberCount: number
  /** Bumped by each change of the conversation's own settings. */
  readonly settingsVersion: number
  /** Bumped by each change of anyone's membership; sends do not touch it. */
  readonly rosterVersion: number
}

/** What rules need to know of one membership. */
export interface MemberFacts {
  readonly userId: UserId
  readonly role: MemberRole
  readonly status: MemberStatus
  /** The last message number when they left or were removed; null while active. */
  readonly endedSeq: number | null
  /** Bumped by each change of this membership. */
  readonly version: number
}

/** What leaving needs to know of the others. */
export interface RosterFacts {
  /** Active members. */
  readonly members: number
  /** Active admins. */
  readonly admins: number
  /** The two earliest-joined active members. */
  readonly earliest: readonly UserId[]
}

/** What is kept about an id for ever. */
export interface UsedId {
  readonly conversationId: ConversationId
  readonly authorId: UserId
  /** Hex SHA-256 of what was asked for. */
  readonly contentHash: string
  /** Whether what it named is no more: a message that was purged or erased, a conversation that was deleted. */
  readonly gone: boolean
  /** For a message: as it is now; null when it is purged or erased, and for a conversation. */
  readonly message: Message | null
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
      /** By which search finds it. */
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

// Queries

/** A conversation as the store knows it for one viewer: everything but what the rules derive. */
export interface ConversationRecord extends Omit<Conversation, 'me'> {
  /** For a direct: whether one of the two has blocked the other. */
  readonly blocked: boolean
  readonly me: Omit<Standing, 'can'>
}

/** A conversation in its viewer's inbox. */
export interface InboxRecord extends ConversationRecord {
  readonly activity: Activity
}

/** Where a conversation stands in the inbox: the database minute of its last message, and that message's log position. */
export interface Activity {
  readonly minute: number
  readonly position: number
}

/** A page of an inbox. */
export interface InboxQuery {
  /** Only conversations strictly below this activity. */
  readonly below?: Activity
  readonly limit: number
}

/** What is asked of a page of heads. */
export interface HeadsQuery {
  readonly status: 'active' | 'left'
  /** The place of the last head of the page before. */
  readonly after?: string
  /** At most 50 users. */
  readonly named: readonly UserId[]
  readonly limit: number
}

/** As much of a conversation as filters look at. */
export interface InboxHead {
  readonly conversationId: ConversationId
  readonly kind: ConversationKind
  readonly title: string | null
  /** Whether any of the named users is an active member. */
  readonly named: boolean
  /** Where it stands among the heads, in the store's own words. */
  readonly place: string
}

/** A page of rooms. */
export interface RoomsQuery extends InboxQuery {
  /** Only rooms whose title contains this, case aside. */
  readonly text?: string
}

/** How many public rooms a search by title looks at. */
export const roomsSearched = 2_000

/** A member, with the number that pages and hands over by. */
export interface MemberRecord extends Member {
  /** Dense joining order in the conversation; a return counts as joining anew. */
  readonly ordinal: number
}

/** A page of members. */
export interface MembersQuery {
  /** Only members with a higher ordinal. */
  readonly above?: number
  readonly limit: number
}

/** A receipt, with the number that pages. */
export interface ReceiptRecord extends Receipt {
  /** The member's joining order. */
  readonly ordinal: number
}

/** A page of receipts. */
export interface ReceiptsQuery {
  /** With it, times are when this message was first covered; null where it is not yet. */
  readonly seq?: number
  /** Only members with a higher ordinal. */
  readonly above?: number
  readonly limit: number
}

/** A page of advances. */
export interface ReadsQuery {
  readonly userId: UserId
  /** Only those that reached this number. */
  readonly from: number
  readonly limit: number
}

/** A page of messages; the bounds are exclusive. */
export interface MessagesQuery {
  /** Only messages with a lower number. */
  readonly before?: number
  /** Only messages with a higher number. */
  readonly after?: number
  /** Only pinned messages. */
  readonly pinned?: boolean
  readonly order: 'asc' | 'desc'
  readonly limit: number
}

/** What stands around a message. */
export interface Neighbours {
  /** Below it, oldest first. */
  readonly before: readonly Message[]
  /** Itself and those above it, oldest first. */
  readonly from: readonly Message[]
}

/** How many messages with the words asked for a search looks at, at least, before it may answer less than a page. */
export const searchedAtMost = 2_000

/** Which messages are meant: see `MessageFilter`. */
export interface FilterQuery {
  readonly authorId?: UserId | undefined
  readonly verb?: string | undefined
  readonly createdFrom?: Timestamp | undefined
  readonly createdTo?: Timestamp | undefined
}

/** How many message numbers are looked at, at least, to count messages. */
export const countedAtMost = 100_000

/** What to count, and by what. */
export interface StatsQuery {
  /** Null for no periods. */
  readonly period: Period | null
  readonly verb: boolean
  readonly author: boolean
  readonly filter: FilterQuery
  readonly limit: number
}

/** Counts of messages. */
export interface Stats {
  readonly rows: readonly StatsRow[]
  /** Whether there are older messages that were not looked at. */
  readonly older: boolean
}

/** How many message numbers a filtered page walks over, at least, before it may answer less than a page. */
export const walkedAtMost = 10_000

/** A page of the messages that are meant; the bounds are exclusive. */
export interface FilteredQuery extends MessagesQuery {
  readonly filter: FilterQuery
}

/** Messages that are meant. */
export interface FilteredMessages {
  /** In the order asked for. */
  readonly messages: readonly Message[]
  /** Where to go on, as `before` (`after` when ascending); null when the page is full or there is no more. */
  readonly next: number | null
}

/** Which messages to find. */
export interface SearchQuery extends FilterQuery {
  /** All of them; none finds nothing. */
  readonly terms: readonly SearchTerm[]
  /** Only in this conversation. */
  readonly conversationId?: ConversationId | undefined
  /** Only messages below this place. */
  readonly below?: SearchPlace
  readonly limit: number
}

/** Where a message stands among those found: by rank, then conversation, then number, all descending. */
export interface SearchPlace {
  /** Within one conversation its number, else its time in milliseconds since 1970, or that of a later one before it. */
  readonly rank: number
  readonly conversationId: ConversationId
  readonly seq: number
}

/** What was found. */
export interface SearchFound {
  /** Highest place first. */
  readonly messages: readonly Message[]
  /** Below which place to go on; null when there is no more. */
  readonly next: SearchPlace | null
}

/** A page of the conversations with something unread. */
export interface UnreadQuery {
  /** Only conversations with a higher id. */
  readonly above?: ConversationId
  readonly limit: number
}

/** How much a user has not read of one conversation. */
export interface UnreadCount {
  readonly conversationId: ConversationId
  readonly unread: Count
}

/** One user who keeps another away. */
export interface BlockRecord {
  readonly blocker: UserId
  readonly blocked: UserId
  readonly at: Timestamp
  /** Pages by it: higher is later. */
  readonly number: number
}

/** A page of blocks. */
export interface BlocksQuery {
  /** Only blocks with a lower number. */
  readonly below?: number
  readonly limit: number
}

/** How much a user has not read. */
export interface UnreadTotals {
  readonly conversations: Count
  readonly messages: Count
}

// The log

/** Opaque: which commits a read saw. */
export type Snapshot = string

/** Which part of the log to read. */
export interface LogRange {
  /** Only changes this snapshot did not see; null: none, just tell the current snapshot. */
  readonly after: Snapshot | null
  /** Continue a long read: only changes this snapshot saw … */
  readonly upTo?: Snapshot
  /** … and above this position. */
  readonly position?: number
  readonly limit: number
}

/** Where a reader stands in the log: after a snapshot, or on a page in the middle of a long read. */
export type LogPoint = Omit<LogRange, 'limit' | 'after'> & { readonly after: Snapshot }

/** A part of the log. */
export interface LogPage {
  /** In log order: within a conversation that is the order of revisions. */
  readonly changes: readonly LoggedChange[]
  /** What this read saw: the next `after`, or, while `more`, the `upTo` of the next page. */
  readonly snapshot: Snapshot
  readonly more: boolean
}

/** A change, with what delivery needs to know of it. */
export interface LoggedChange {
  readonly position: number
  /** Who learns of it: members in their window (a receipt: those still in), or the devices of its actor or owner only. */
  readonly audience: 'members' | 'actor' | 'owner'
  /** For a personal change: whose it is. */
  readonly owner?: UserId
  /** For `conversation.created` the founding members, for `conversation.imported` those whom it made members. */
  readonly founders?: readonly UserId[]
  /** The conversation's revision when it was logged, also for changes that make none; 0 for a personal one. */
  readonly conversationRevision: number
  readonly change: Change
}

/** An id, and the number by which a surface knows it. */
export interface Alias {
  readonly id: string
  /** 1 or more, a safe integer. */
  readonly number: number
}

/** Who wants to work alone at what, and for how long at most. */
export interface LeaseQuery {
  readonly name: string
  readonly holder: string
  readonly milliseconds: number
}

/** Which changes need not be kept: those older than a time, and all but the newest `keep`. */
export interface PruneQuery {
  readonly olderThan: Timestamp
  readonly keep: number
  /** At most so many at once, so that no lock is held for long. */
  readonly limit: number
  /** The notifiers to wait for. Default none. */
  readonly heldBy?: readonly string[]
}

/** Which texts that an edit replaced need not be kept. */
export interface ForgetQuery {
  readonly replacedBefore: Timestamp
  /** What the call before answered; from the beginning when absent. */
  readonly above?: string
  readonly limit: number
}

/** The span of revisions during which a user was a member; for who was removed, only that of the removal. */
export interface Window {
  readonly conversationId: ConversationId
  /** The revision of the change that let them in; they see it and what follows. */
  readonly joinedRevision: number
  /** The revision of the change that ended it; they see up to and including it. Null while active. */
  readonly endedRevision: number | null
}
