/** People spoken to in a message: how they are written, found and told from other text. */
import type { Profile, UserId } from '@msg/core'

/** A name that is being written after an `@`. */
export interface Mentioning {
  /** Where the `@` stands. */
  readonly from: number
  /** What is written after it. */
  readonly query: string
}

/** Longer than this, no name is being written any more. */
const longest = 40

/** The name that is being written before the cursor; null for none. */
export const mentionAt = (text: string, cursor: number): Mentioning | null => {
  const before = text.slice(Math.max(0, cursor - longest), cursor)
  const found = /(?:^|[\s([{])@([^@\n]*)$/u.exec(before)
  const query = found?.[1]
  return query === undefined ? null : { from: cursor - query.length - 1, query }
}

/** Offered at most. */
const most = 6

/** Those whose name, a word of it or username begins with what is written. */
export const peopleFor = (people: readonly Profile[], query: string): readonly Profile[] => {
  const asked = query.toLocaleLowerCase()
  const begins = (text: string): boolean => text.toLocaleLowerCase().startsWith(asked)
  return people
    .filter(({ displayName, username = '' }) => [displayName, username, ...displayName.split(/\s+/u)].some(begins))
    .slice(0, most)
}

/** How somebody is written in a message. */
export const mentionOf = ({ displayName }: Pick<Profile, 'displayName'>): string => `@${displayName}`

/** Those of some people whom a text speaks to. */
export const mentionedIn = (text: string, people: Iterable<Profile>): readonly UserId[] =>
  [...people].filter((person) => text.includes(mentionOf(person))).map(({ id }) => id)

/** A part of a text: somebody who is mentioned, or what stands between. */
export interface MentionPart {
  readonly text: string
  /** Who it is; null for other text. */
  readonly userId: UserId | null
}

/** A text in parts; of names that begin alike the longer one is meant. */
export const splitMentions = (
  text: string,
  people: readonly Pick<Profile, 'id' | 'displayName'>[],
): readonly MentionPart[] => {
  if (people.length === 0 || !text.includes('@')) return [{ text, userId: null }]
  const longestFirst = people.toSorted((a, b) => b.displayName.length - a.displayName.length)
  const parts: MentionPart[] = []
  let rest = text
  while (rest !== '') {
    const at = rest.indexOf('@')
    const found = at === -1 ? undefined : longestFirst.find((person) => rest.startsWith(mentionOf(person), at))
    const end = at === -1 ? rest.length : found === undefined ? at + 1 : at
    if (end > 0) parts.push({ text: rest.slice(0, end), userId: null })
    if (found !== undefined) parts.push({ text: mentionOf(found), userId: found.id })
    rest = rest.slice(end + (found === undefined ? 0 : mentionOf(found).length))
  }
  return parts
}
