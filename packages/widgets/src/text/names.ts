import type { Conversation, Profile, UserId } from '@msg/core'

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

/** What a conversation is called: its title, else those who are in it beside me, else `alone`. */
export const titleOf = (conversation: Conversation, { profiles, me, locale, alone }: Naming): string => {
  if (conversation.title !== null) return conversation.title
  const others = conversation.memberIds.filter((userId) => userId !== me).map((userId) => nameOf(profiles, userId))
  if (others.length === 0) return alone
  return new Intl.ListFormat(locale, { style: 'narrow' }).format(others)
}

/** What names are made with. */
export interface Naming {
  readonly profiles: ReadonlyMap<UserId, Profile>
  readonly me: UserId
  readonly locale: string
  /** What is said where nobody else is in it. */
  readonly alone: string
}
