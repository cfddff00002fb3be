import { isErased } from '../../model/ids.ts'
import { inputOf, userIds } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { PeopleInput, PersonList } from '../../session.ts'
import type { Verb } from '../context.ts'
import { shownPeople } from '../shown-people.ts'

const read = inputOf({ userIds: userIds({ from: 1, to: limits.page }) })

export const getPeople: Verb<PeopleInput, PersonList> = async (context, input) => ({
  profiles: shownPeople(
    context,
    await context.directory.get(read(input).userIds.filter((userId) => !isErased(userId))),
  ),
})
