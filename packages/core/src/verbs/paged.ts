/** A page, and the item after which the next one begins; null on the last page. */
export interface Paged<T> {
  readonly page: readonly T[]
  readonly last: T | null
}

/** A page of what was found, of which one more than `limit` was asked for to learn whether there is more. */
export const pagedBy = <T>(limit: number, found: readonly T[]): Paged<T> => {
  const page = found.slice(0, limit)
  return { page, last: found.length > limit ? (page.at(-1) ?? null) : null }
}
