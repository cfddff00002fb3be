import type { Profile, UserId } from '@msg/core'
import type { ReactiveControllerHost } from 'lit'
import { Attempt } from '../../context/attempt.ts'
import { mentionAt, mentionedIn, mentionOf, peopleFor } from '../../text/mentions.ts'
import { renderPerson } from '../render-person.ts'
import type { Suggestion, SuggestionSource } from './suggestions.ts'

/** Suggests people while a name is written after an `@`, and remembers who was chosen. */
export interface Mentions extends SuggestionSource {
  /** Whom a text speaks to, of those who were chosen or can be. */
  in(text: string): readonly UserId[]
  /** Another message is written. */
  reset(): void
}

/** Where people are mentioned. */
export interface MentionsHost extends ReactiveControllerHost {
  /** Who can be, as far as they are known. */
  readonly people: readonly Profile[]
  /** Looks for others of a name. */
  readonly findPeople: FindPeople
  /** Looks again what can be suggested. */
  suggest(): void
}

/** Who is called so and can be mentioned, besides those who are known: nobody, where all are known. */
export type FindPeople = (name: string, signal: AbortSignal) => Promise<readonly Profile[]>

/** So long, in milliseconds, nothing more is written before others are looked for. */
const pause = 200

/** Suggests those who can be mentioned now. */
export const createMentions = (host: MentionsHost): Mentions => {
  const chosen = new Map<UserId, Profile>()
  const found = new Map<UserId, Profile>()
  const asking = new Attempt<void>(host)
  let asked: string | null = null
  /** How nobody is called: what is written after it is no name. */
  let nobody: string | null = null
  const ask = (name: string | null): void => {
    if (name === asked) return
    asked = name
    asking.reset()
    if (name === null || (nobody !== null && name.startsWith(nobody))) return
    asking.start((signal) => find(name, signal))
  }
  const find = async (name: string, signal: AbortSignal): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, pause))
    if (signal.aborted) return
    const people = await host.findPeople(name, signal)
    if (signal.aborted) return
    if (people.length === 0) nobody = name
    if (people.every(({ id }) => found.has(id))) return
    for (const person of people) found.set(person.id, person)
    host.suggest()
  }
  const suggestion = (person: Profile): Suggestion => ({
    key: person.id,
    face: renderPerson(person),
    text: mentionOf(person),
    taken: () => void chosen.set(person.id, person),
  })
  return {
    label: (strings) => strings.members,
    suggest(text, cursor) {
      const begun = mentionAt(text, cursor)
      ask(begun?.query ?? null)
      return begun === null
        ? null
        : { from: begun.from, offered: peopleFor([...host.people, ...found.values()], begun.query).map(suggestion) }
    },
    in: (text) => mentionedIn(text, new Map([...host.people, ...chosen.values()].map((one) => [one.id, one])).values()),
    stop: () => ask(null),
    reset() {
      ask(null)
      nobody = null
      chosen.clear()
      found.clear()
    },
  }
}
