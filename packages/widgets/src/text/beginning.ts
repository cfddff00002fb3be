import { inPlain } from './in-plain.ts'

/** So many characters of a message are shown at most. */
const most = 140

/** How a message begins, in one line; `loaded` as for {@link inPlain}. */
export const beginningOf = (body: string, loaded: () => void): string =>
  inPlain(body.slice(0, 2 * most), loaded).slice(0, most)
