import type { Conversation } from '../model/conversation.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { Member, MemberRole } from '../model/member.ts'
import type { Profile } from '../model/profile.ts'
import type { CallOptions, ConversationInput } from './call.ts'

/** Who is in a conversation. */
export interface MemberVerbs {
  /**
   * Invites users into a group or, as an admin, into a room; those who are members already stay as they are. Newcomers see the
   * whole history, who left comes back, who was removed only by an admin. A direct is never extended: inviting into it makes
   * a new group of both and the newcomers, without its history, with me as its admin, and answers with that.
   * @throws not_found, not_a_member, reinvite_required (to bring oneself back), forbidden (`invite_policy`,
   * `removed_by_admin`, `closed`, `channel`, `open`: a public room that everybody may join), recipient_refused; into a direct
   * also idempotency_mismatch, id_taken, gone (the group was deleted)
   */
  add(input: AddMembersInput, options?: CallOptions): Promise<AddedMembers>
  /**
   * Joins an open room, also after having left it. Joining again answers as the first time.
   * @throws not_found, reinvite_required (removed, or left what is not open), forbidden (`join_policy`, `closed`, `channel`)
   */
  join(input: ConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Leaves a group or a room. The last admin hands over to the earliest-joined member; with the last member it closes, unless
   * it is about a target. Leaving again answers as the first time.
   * @throws not_found, not_a_member, direct_cannot_be_left, forbidden (`channel`)
   */
  leave(input: ConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Removes somebody from a group or a room: they no longer see anything of it and come back by an admin only. Somebody who
   * left can be removed too.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `direct`, `channel`, `self`)
   */
  remove(input: MemberInput, options?: CallOptions): Promise<Conversation>
  /**
   * Makes a member an admin, or an admin a member. A group always has an admin, and so has a room about no target.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `direct`, `channel`, `last_admin`)
   */
  setRole(input: SetRoleInput, options?: CallOptions): Promise<Member>
  /** Active members, earliest joined first; all, or those of a name. @throws not_found, invalid_cursor */
  list(input: ListMembersInput, options?: CallOptions): Promise<MemberPage>
}

/** Names a member of a conversation. */
export interface MemberInput extends ConversationInput {
  readonly userId: UserId
}

/** Which role a member is to have. */
export interface SetRoleInput extends MemberInput {
  readonly role: MemberRole
}

/** Whom to invite into which group. */
export interface AddMembersInput extends ConversationInput {
  /** Into a direct: a UUIDv7 of your own for the group that is made, so that the call is retry-safe. */
  readonly id?: ConversationId
  /** 1 to 50 users. */
  readonly userIds: readonly UserId[]
}

/** Which page of a conversation's members. With a `query`, a page may be short, even empty, without being the last. */
export interface ListMembersInput extends ConversationInput {
  /** Only those whose full name or username has every word of it, whatever the case; whom the directory does not know by their id. 1 to 256 characters. */
  readonly query?: string
  /** The `next` of the page before, asked for with the same query. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

// Answers

/** What an invitation led to. */
export interface AddedMembers {
  readonly conversation: Conversation
  /** Those who were not active members before. */
  readonly added: readonly UserId[]
}

/** A page of members, with their profiles. */
export interface MemberPage {
  readonly members: readonly Member[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}
