import type { Conversation, ConversationKind } from '../../model/conversation.ts'
import type { ConversationId, UserId } from '../../model/ids.ts'
import type { Standing } from '../../model/member.ts'
import type { Count } from '../../model/page.ts'
import type { Viewer } from './slice.ts'

/** Conversations as somebody sees them. */
export interface ConversationQueries {
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
}

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

/** How much a user has not read. */
export interface UnreadTotals {
  readonly conversations: Count
  readonly messages: Count
}
