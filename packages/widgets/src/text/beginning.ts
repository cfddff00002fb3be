import { inPlain } from './in-plain.ts'

/** So many characters of a message are shown at most. */
const most = 140

/** Where a text can be cut at some place or just before it: not between the halves of a character such as an emoji. */
export const cutAt = (text: string, at: number): number => ((text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at)

/** How a message begins, in one line; dots where it goes on. `loaded` as for {@link inPlain}. */
export const beginningOf = (body: string, loaded: () => void): string => {
  const begun = inPlain(body.slice(0, cutAt(body, 2 * most)), loaded)
  const goesOn = begun.length > most || body.length > 2 * most
  return goesOn ? `${begun.slice(0, cutAt(begun, most))}…` : begun
}
