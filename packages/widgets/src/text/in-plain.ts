import { plainText } from './plain-text.ts'
import { readBody } from './read-body.ts'

/**
 * What a message says, in one line, without what it looks like; as it was written until what reads it has been loaded, of which
 * `loaded` is told.
 */
export const inPlain = (body: string, loaded: () => void): string => {
  const blocks = readBody(body)
  if (!(blocks instanceof Promise)) return plainText(blocks)
  // Where it cannot be loaded, what was written stays.
  void blocks.then(loaded, () => {})
  return body
}
