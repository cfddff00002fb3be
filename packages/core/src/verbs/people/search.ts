import { inputOf, pageLimit, text } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { PersonList, SearchPeopleInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { findable } from '../shown-people.ts'

const read = inputOf({ query: text({ characters: limits.query }), limit: pageLimit })

export const searchPeople: Verb<SearchPeopleInput, PersonList> = async (context, input) => {
  const { query, limit } = read(input)
  const found = await context.directory.search(context.me, query, limit)
  return { profiles: await findable(context, found.slice(0, limit)) }
}
