import type { Profile, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import { mentionAt, mentionedIn, mentionOf, peopleFor } from '../../text/mentions.ts'
import type { Suggestion, SuggestionSource } from './suggestions.ts'

/** Suggests people while a name is written after an `@`, and remembers who was chosen. */
export interface Mentions extends SuggestionSource {
  /** Whom a text speaks to, of those who were chosen or can be. */
  in(text: string): readonly UserId[]
  /** Another message is written. */
  reset(): void
}

/** Suggests some of `people`: those who can be mentioned now. */
export const createMentions = (people: () => readonly Profile[]): Mentions => {
  const chosen = new Map<UserId, Profile>()
  const suggestion = (person: Profile): Suggestion => ({
    key: person.id,
    face: html`<msg-avatar .name=${person.displayName} .of=${person.id} .src=${person.avatarUrl ?? null}></msg-avatar>
      <span dir="auto">${person.displayName}</span>
      ${person.username === undefined ? nothing : html`<small>@${person.username}</small>`}`,
    text: mentionOf(person),
    taken: () => void chosen.set(person.id, person),
  })
  return {
    label: (strings) => strings.members,
    suggest(text, cursor) {
      const begun = mentionAt(text, cursor)
      return begun === null
        ? null
        : { from: begun.from, offered: peopleFor(people(), begun.query).map((person) => suggestion(person)) }
    },
    in: (text) => mentionedIn(text, new Map([...people().map((one) => [one.id, one] as const), ...chosen]).values()),
    reset: () => chosen.clear(),
  }
}
