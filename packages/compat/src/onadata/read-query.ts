import type { Target } from '@msg/core'
import type { House } from './house.ts'
import { readTimeLookups } from './time-lookups.ts'
import type { Walk } from './walk.ts'
import type { Wrong } from './wrong.ts'

/** Which target a query is about, or the text of the refusal. */
export const readTarget = (query: URLSearchParams, types: readonly string[]): Target | string => {
  const [type, id] = [query.get('target_type') ?? '', query.get('target_id') ?? '']
  if (type === '') return missing('target_type')
  if (!types.includes(type)) return `Unknown target_type ${type}`
  return id === '' ? missing('target_id') : { type, id }
}

/** The text of the refusal where a parameter is not there. */
export const missing = (name: string): string => `Parameter '${name}' is missing.`

/** Which messages of a target are meant: null where there can be none; or what is wrong with the lookups. */
export const readFilter = async (
  query: URLSearchParams,
  target: Target,
  { userIdOf, verbs }: Pick<House, 'userIdOf' | 'verbs'>,
): Promise<Walk | Wrong | null> => {
  const time = readTimeLookups(query)
  if ('wrong' in time) return time
  const { matches, ...span } = time
  const [verb, username] = [query.get('verb') ?? '', query.get('user') ?? '']
  const authorId = username === '' ? undefined : await userIdOf(username)
  if (authorId === null || (verb !== '' && !verbs.includes(verb))) return null
  return {
    target,
    filter: { ...span, ...(verb === '' ? {} : { verb }), ...(authorId === undefined ? {} : { authorId }) },
    matches: matches === null ? null : ({ createdAt }) => matches(createdAt),
  }
}
