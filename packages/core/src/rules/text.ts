import { utf8 } from '../model/encoding.ts'
import { isService } from '../model/ids.ts'

const control = /\p{Cc}/u

// Everything that leaves no mark: white space, controls, format characters, and the fillers that only look like letters.
const invisible = /^[\s\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]*$/u

/** Whether a text has more code points than `limit`; counts only where the length in code units cannot tell. */
const longerThan = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > limit * 2 || Array.from(text).length > limit)

/** Whether a text has more bytes in UTF-8 than `limit`; encodes it only where the length in code units cannot tell. */
const biggerThan = (text: string, limit: number): boolean => text.length * 3 > limit && utf8(text).length > limit

/** What any stored text must be; the bounds are code points and UTF-8 bytes. Returns what is wrong, or null. */
export const wrongText = (text: string, bounds: { characters: number; bytes?: number }): string | null => {
  if (longerThan(text, bounds.characters)) return `must be at most ${bounds.characters} characters`
  if (!text.isWellFormed()) return 'must be well-formed Unicode'
  if (text.includes('\0')) return 'must not contain NUL'
  if (invisible.test(text)) return 'must contain something visible'
  if (bounds.bytes !== undefined && biggerThan(text, bounds.bytes)) return `must be at most ${bounds.bytes} bytes`
  return null
}

/** What an id of the host must be: visible, well-formed, without control characters. Returns what is wrong, or null. */
export const wrongUserId = (id: string, characters: number): string | null =>
  isService(id)
    ? 'must not name a service'
    : control.test(id)
      ? 'must not contain control characters'
      : wrongText(id, { characters })

// What turns the direction of a line shows `gpj.exe` as `exe.jpg`.
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** What a file's name must be: visible on one line, well-formed, and ending in more than a slash. Returns what is wrong, or null. */
export const wrongFileName = (name: string, characters: number): string | null => {
  if (control.test(name)) return 'must not contain control characters'
  if (turning.test(name)) return 'must not turn the direction of writing'
  return wrongText(name, { characters }) ?? (/(?:^|[/\\])[\s.]*$/u.test(name) ? 'must name a file' : null)
}
