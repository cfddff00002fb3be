/** How ids are told in messages. */
export interface IdChunksOptions {
  /** Ids in one message at most. Default 100. */
  readonly limit?: number
  /** Told with every chunk. Default nothing. */
  readonly description?: string
}

/**
 * The texts of the messages that tell of many objects at once: `{"id":[…]}`, so many ids in each. One id is a list of one; what
 * is no id (a whole number above 0) is left out, and without any id there is nothing to tell.
 * @example for (const message of idChunks([1, 2, 3], { limit: 2 })) await post(message)
 */
export const idChunks = (
  ids: number | readonly number[],
  { limit = 100, description }: IdChunksOptions = {},
): readonly string[] => {
  const told = (typeof ids === 'number' ? [ids] : ids).filter((id) => Number.isSafeInteger(id) && id > 0)
  return Array.from({ length: Math.ceil(told.length / limit) }, (_, index) =>
    JSON.stringify({ id: told.slice(index * limit, (index + 1) * limit), description }),
  )
}
