import { plainText } from './plain-text.ts'
import { readBody } from './read-body.ts'

/** So many characters of a message are shown at most. */
const most = 140

/**
 * How a message begins, in one line; as it was written until what reads it has been loaded, of which `loaded` is told.
 */
export const beginningOf = (body: string, loaded: () => void): string => {
  const beginning = body.slice(0, 2 * most)
  const blocks = readBody(beginning)
  if (!(blocks instanceof Promise)) return plainText(blocks).slice(0, most)
  // Where it cannot be loaded, what was written stays.
  void blocks.then(loaded, () => {})
  return beginning.slice(0, most)
}
