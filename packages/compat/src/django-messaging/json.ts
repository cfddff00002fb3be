/** Chats, messages and users as the forerunner writes them. */
import type { Conversation, Message, Person, Profile, Receipt, Timestamp } from '@msg/core'
import { userIdToJson } from '../shared/user-id.ts'
import { defaultAvatar } from './default-avatar.ts'

/** The profiles of those who are named. */
export type Profiles = ReadonlyMap<string, Profile>

/** Profiles by their ids. */
export const profilesById = (profiles: readonly Profile[]): Profiles =>
  new Map(profiles.map((profile) => [profile.id, profile]))

/** A user. Whoever is unknown to the host is called by their id. */
export const userJson = (id: string, profiles: Profiles) => {
  const profile = profiles.get(id)
  return { id: userIdToJson(id), username: profile?.username ?? id, display_name: profile?.displayName ?? '' }
}

/** A user with their picture. */
export const senderJson = (id: string, profiles: Profiles) => ({
  ...userJson(id, profiles),
  avatar_url: avatarOf(profiles.get(id) ?? { id, displayName: '' }),
})

/** A user as they are found. */
export const personJson = (person: Person) => ({
  ...senderJson(person.id, profilesById([person])),
  email: person.email ?? '',
})

const avatarOf = (profile: Pick<Profile, 'id' | 'displayName' | 'avatarUrl'>): string =>
  profile.avatarUrl ?? defaultAvatar(profile)

/** Who reacted how. */
export const reactionsJson = ({ reactions }: Message) =>
  reactions.map(({ emoji, count, userIds }) => ({ emoji, count, users: userIds.map(userIdToJson) }))

/** A message; of one that was deleted, where it was. `number` is its place in its chat. */
export const messageJson = (message: Message, profiles: Profiles, receipts: readonly Receipt[] = []) => ({
  id: message.id,
  number: message.seq,
  content: message.body ?? '',
  created_at: message.createdAt,
  updated_at: message.retractedAt ?? message.editedAt ?? message.createdAt,
  is_edited: message.editedAt !== null,
  is_deleted: message.body === null,
  sender: senderJson(message.authorId, profiles),
  reactions: reactionsJson(message),
  read_by: receipts
    .filter(({ userId, readSeq }) => userId !== message.authorId && readSeq >= message.seq)
    .map(({ userId }) => userIdToJson(userId)),
})

/** A chat. Its members are at most the first eight; `member_count` is how many there are. */
export const chatJson = (conversation: Conversation, profiles: Profiles, me: string) => {
  const { lastMessage, memberIds } = conversation
  return {
    id: conversation.id,
    title: titleOf(conversation, profiles, me),
    chat_type: conversation.kind,
    created_at: conversation.createdAt,
    updated_at: latest(conversation.createdAt, lastMessage?.createdAt),
    last_message: lastMessage === null || lastMessage.body === null ? null : previewJson(lastMessage, profiles),
    unread_count: conversation.me.unread.count,
    member_count: conversation.memberCount,
    is_member: conversation.me.status === 'active',
    is_admin: conversation.me.status === 'active' && conversation.me.role === 'admin',
    object: conversation.target === null ? null : objectJson(conversation.target),
    members: memberIds.map((id) => userJson(id, profiles)),
  }
}

const objectJson = ({ type, id }: { readonly type: string; readonly id: string }) => ({
  content_type: type,
  object_id: userIdToJson(id),
})

/** A direct is called after the other one. */
const titleOf = ({ kind, title, memberIds }: Conversation, profiles: Profiles, me: string): string => {
  if (kind !== 'direct') return title ?? ''
  const other = memberIds.find((id) => id !== me) ?? ''
  return profiles.get(other)?.displayName ?? other
}

const previewJson = ({ id, body, createdAt, authorId }: Message, profiles: Profiles) => ({
  id,
  content: body ?? '',
  created_at: createdAt,
  sender: userJson(authorId, profiles),
})

const latest = (one: Timestamp, other: Timestamp = one): Timestamp => (other > one ? other : one)
