import type { Conversation, Profile, UserId } from '@msg/core'
import type { Strings } from '../i18n/strings.ts'

/** What somebody is called: their id as long as nobody knows better. */
export const nameOf = (profiles: ReadonlyMap<UserId, Profile>, userId: UserId): string => {
  const profile = profiles.get(userId)
  return profile === undefined ? userId : calledBy(profile)
}

/** What a profile is called: by its name, where that is blank by its username, else by its id. */
export const calledBy = ({ id, displayName, username }: Profile): string =>
  [displayName, username].find((name) => name !== undefined && name.trim() !== '') ?? id

/** What the author of a message is called: by name, and I by `you`. */
export const authorOf = (userId: UserId, { profiles, me, you }: AuthorNaming): string =>
  userId === me ? you : nameOf(profiles, userId)

/** What authors' names are made with. */
export interface AuthorNaming {
  readonly profiles: ReadonlyMap<UserId, Profile>
  /** Nobody where it is not known who looks on. */
  readonly me: UserId | null
  readonly you: string
}

/**
 * What a conversation is called: its title; what is about a target and has none, as that is named here; any other by those who are in
 * it beside me, and if there is nobody by what it is.
 */
export const titleOf = (conversation: Conversation, naming: Naming): string => {
  const { title, target, kind, memberIds } = conversation
  const { profiles, me, locale, strings } = naming
  if (title !== null) return title
  if (target !== null) return target.type === 'user' ? nameOf(profiles, target.id) : `${target.type} ${target.id}`
  const others = memberIds.filter((userId) => userId !== me).map((userId) => nameOf(profiles, userId))
  if (others.length > 0) return new Intl.ListFormat(locale, { style: 'narrow' }).format(others)
  return kind === 'room' ? strings.room : strings.you
}

/**
 * What a conversation is called where the host has a heading for it: by that, if it has no title or one that only says what it is
 * about, as the page does.
 */
export const headingOf = (conversation: Conversation, heading: string | null, naming: Naming): string =>
  heading !== null && (conversation.title === null || conversation.target !== null)
    ? heading
    : titleOf(conversation, naming)

/** What names are made with. */
export interface Naming {
  readonly profiles: ReadonlyMap<UserId, Profile>
  readonly me: UserId
  readonly locale: string
  readonly strings: Pick<Strings, 'you' | 'room'>
}
