import type { Conversation, ConversationKind } from '../model/conversation.ts'
import type { ConversationId, Timestamp } from '../model/ids.ts'
import type { Count } from '../model/page.ts'
import type { Profile } from '../model/profile.ts'
import type { Cleared, Muted } from '../model/reader.ts'
import type { CallOptions, ConversationInput, NoInput, PageInput } from './call.ts'

/** My conversations, latest activity first. */
export interface InboxVerbs {
  /**
   * My conversations, latest activity first. With `query` or `kind`, each page looks at 200 of them at most.
   * @throws invalid_cursor
   * @example const { conversations } = await session.inbox.list({ query: 'jan', kind: 'direct' })
   */
  list(input?: ListInboxInput, options?: CallOptions): Promise<InboxPage>
  /**
   * Takes everything up to a message number out of my own view, for good: the messages, their counts, and the conversation's
   * last message. Without `seq`: everything there is. The conversation stays in my inbox, and others notice nothing.
   * @throws not_found
   */
  clear(input: ClearInput, options?: CallOptions): Promise<Cleared>
  /**
   * Says until when a conversation may not disturb me; null: it may again. What is unread is still counted: it is for those
   * who would notify me to ask.
   * @throws not_found, not_a_member
   */
  mute(input: MuteInput, options?: CallOptions): Promise<Muted>
  /**
   * In which conversations of my inbox something is unread, and how much, in no meaningful order: by conversation, so that it
   * pages steadily while messages arrive.
   * @throws invalid_cursor
   */
  unreadByConversation(input?: PageInput, options?: CallOptions): Promise<UnreadPage>
  /** How much I have not read. */
  unread(input?: NoInput, options?: CallOptions): Promise<Unread>
}

/** Which page of my inbox. With any filter, a page may be short, even empty, without being the last. */
export interface ListInboxInput {
  /** Only those whose title has every word of it, or with a member whom `people.search` finds by it. 1 to 256 characters. */
  readonly query?: string
  /** Default `active`; `left`: those I left, the latest first, as they were then. */
  readonly status?: 'active' | 'left'
  /** Only conversations of this kind; a channel never is in an inbox. */
  readonly kind?: ConversationKind
  /** The `next` of the page before, asked for with the same filters. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** What to take out of my own view. */
export interface ClearInput extends ConversationInput {
  /** The number of the last message to clear; default the last there is. */
  readonly seq?: number
}

/** Until when a conversation may not disturb me. */
export interface MuteInput extends ConversationInput {
  /** ISO 8601 in UTC with milliseconds; null for no longer. */
  readonly until: Timestamp | null
}

/** A page of the inbox, with the profiles of everybody it names. */
export interface InboxPage {
  readonly conversations: readonly Conversation[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** How much is unread, over all my conversations. */
export interface Unread {
  /** Conversations with something unread. */
  readonly conversations: Count
  /** Unread messages in all of them. */
  readonly messages: Count
}

/** What is unread in one conversation. */
export interface UnreadConversation {
  readonly conversationId: ConversationId
  readonly unread: Count
}

/** A page of the conversations with something unread. */
export interface UnreadPage {
  readonly conversations: readonly UnreadConversation[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}
