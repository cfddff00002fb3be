import type { Conversation, Deleted, InvitePolicy, JoinPolicy, Visibility } from '../model/conversation.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { Target } from '../model/target.ts'
import type { CallOptions, ConversationInput } from './call.ts'

/** Starting and finding conversations. */
export interface ConversationVerbs {
  /**
   * The one direct between me and another user: found, or made.
   * @throws self_message, not_found (no such active user, or they have blocked me), recipient_refused (the directory says no to a first
   * contact; `blocked` where I have blocked them)
   * @example const direct = await session.conversations.startDirect({ userId: 'bob' })
   */
  startDirect(input: StartDirectInput, options?: CallOptions): Promise<Conversation>
  /**
   * Makes a new group with me as its admin. Never finds an existing one by its members. With an `id`, a repeat answers
   * the same group.
   * @throws not_found (a user does not exist), recipient_refused, idempotency_mismatch, id_taken, gone (it was deleted)
   */
  startGroup(input: StartGroupInput, options?: CallOptions): Promise<Conversation>
  /**
   * Opens a room. About a target: the one room there is, found or made; nobody becomes a member by it, and who moderates the
   * target acts as its admin. About nothing: a new room with me as its admin; with an `id`, a repeat answers the same room.
   * @throws not_found (no such target, or not mine to view), forbidden (`admins_only`: a room about a target that is not
   * public and open is made by its moderators), idempotency_mismatch, id_taken, gone (it was deleted)
   * @example const room = await session.conversations.openRoom({ target: { type: 'project', id: '7' } })
   */
  openRoom(input: OpenRoomInput, options?: CallOptions): Promise<Conversation>
  /**
   * The one channel about a target: found, or made. It has no members; who may view, post and moderate is for the host to
   * say, anew at every verb.
   * @throws not_found (no such target, or not mine to view)
   */
  openChannel(input: OpenChannelInput, options?: CallOptions): Promise<Conversation>
  /**
   * Changes a group's title or who may invite, a room's title or who may read and join it. What is so already is no change.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `closed`, `direct`, `group`, `room`, `channel`)
   */
  update(input: UpdateConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Deletes a group or a room for everybody: nobody sees anything of it any more, and its texts are purged. Of a direct, it
   * clears my own view only, as `inbox.clear` does.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `channel`)
   */
  delete(input: ConversationInput, options?: CallOptions): Promise<Deleted>
  /** One conversation as I see it. @throws not_found */
  get(input: ConversationInput, options?: CallOptions): Promise<Conversation>
}

/** Whom to talk to. */
export interface StartDirectInput {
  readonly userId: UserId
}

/** What a group is started with. */
export interface StartGroupInput {
  /** A UUIDv7 of your own, to make the call retry-safe. */
  readonly id?: ConversationId
  /** At most 256 characters. */
  readonly title?: string
  /** The other members; I am one anyway. At most 1,000. */
  readonly userIds: readonly UserId[]
  /** Default `members`. */
  readonly invitePolicy?: InvitePolicy
}

/** Which room to open. */
export interface OpenRoomInput {
  /** What it is about; default nothing. */
  readonly target?: Target
  /** A UUIDv7 of your own, to make the call retry-safe. Not with a target, whose room has an id of its own. */
  readonly id?: ConversationId
  /**
   * At most 256 characters. With a target it counts only where there was no room yet, as do the next two; default what the target is
   * called then, unless that is a user.
   */
  readonly title?: string
  /** Who may read it without being a member. Default `public`. */
  readonly visibility?: Visibility
  /** Whether one may join by oneself. Default `open`. */
  readonly joinPolicy?: JoinPolicy
}

/** Which channel to open. */
export interface OpenChannelInput {
  readonly target: Target
}

/** What to change of a group or a room: at least one of them. */
export interface UpdateConversationInput extends ConversationInput {
  /** At most 256 characters; null takes the title away. */
  readonly title?: string | null
  /** Groups only. */
  readonly invitePolicy?: InvitePolicy
  /** Rooms only. */
  readonly visibility?: Visibility
  /** Rooms only. */
  readonly joinPolicy?: JoinPolicy
}
