import { StackExchangeError } from '../errors.ts'

/** Characters (UTF-16 units, the larger of the possible counts) a message of one line may have. */
export const MAX_LINE = 500

/** Whether a text would be refused for its length. A line break lifts the limit (and turns inline markdown off). */
export const isTooLong = (text: string): boolean => !text.includes('\n') && text.length > MAX_LINE

/**
 * Refuses a text of nothing but blanks.
 *
 * @throws `empty`
 */
export const checkNotBlank = (text: string): void => {
  if (text.trim() === '') throw new StackExchangeError('empty')
}

/**
 * Refuses what the server would refuse (or swallow) anyway.
 *
 * @throws `empty`, `too-long`
 */
export const checkText = (text: string): void => {
  checkNotBlank(text)
  if (isTooLong(text)) throw new StackExchangeError('too-long')
}

/** Turns an over-long line into two, which have no limit; inline markdown is lost. Other texts stay as they are. */
export const asMultiline = (text: string): string => {
  if (!isTooLong(text)) return text
  const space = text.lastIndexOf(' ', MAX_LINE)
  return space > 0 ? `${text.slice(0, space)}\n${text.slice(space + 1)}` : `\n${text}`
}

/** A piece of text that is not cut unless it is longer than a whole message. */
interface Atom {
  readonly text: string
  /** The mark at both ends, or empty. */
  readonly mark: string
}

const ATOM =
  /(`+)(?:[^`]+)\1|\*\*(?:[^*]+)\*\*|\*(?:[^*\s][^*]*)\*|---(?:\S.*?)---|\[[^\]]*\]\([^)]*\)|\[tag:[^\]]*\]|\s+|[^\s`*[-]+|[^\s]/gu

const markOf = (text: string): string => {
  const mark = /^(`+|\*\*|\*|---)/.exec(text)?.[1] ?? ''
  return mark !== '' && text.length > 2 * mark.length && text.endsWith(mark) ? mark : ''
}

const atomsOf = (line: string): readonly Atom[] =>
  [...line.matchAll(ATOM)].map(([text]) => ({ text, mark: markOf(text) }))

/**
 * Cuts an atom longer than a message between what a reader sees as characters, closing and opening its mark; such a
 * character only where it is longer than a message itself. A mark that leaves no room is text.
 */
const cutAtom = ({ text, mark: found }: Atom, limit: number): readonly string[] => {
  const mark = 2 * found.length + 2 > limit ? '' : found
  const inner = mark === '' ? text : text.slice(mark.length, -mark.length)
  const room = limit - 2 * mark.length
  const pieces: string[] = []
  let piece = ''
  const add = (next: string) => {
    if (piece.length + next.length > room && piece !== '') {
      pieces.push(piece)
      piece = ''
    }
    piece += next
  }
  for (const { segment } of new Intl.Segmenter().segment(inner)) {
    if (segment.length <= room) add(segment)
    else for (const point of segment) add(point)
  }
  if (piece !== '') pieces.push(piece)
  return pieces.map((one) => `${mark}${one}${mark}`)
}

/**
 * Cuts a line into parts of at most `limit`: at spaces outside of markup where possible, and never inside a character.
 * A text with a line break is left whole, because it has no limit.
 */
export const splitText = (text: string, limit: number = MAX_LINE): readonly string[] => {
  if (text.includes('\n') || text.length <= limit) return [text]
  const parts: string[] = []
  let part = ''
  const flush = () => {
    if (part.trim() !== '') parts.push(part.trim())
    part = ''
  }
  for (const word of wordsOf(text, limit)) {
    if (part.length + word.trimEnd().length > limit) flush()
    part += part === '' ? word.trimStart() : word
  }
  flush()
  return parts
}

/** Runs of atoms without a space between them, cut where a run is longer than a message. */
const wordsOf = (text: string, limit: number): readonly string[] => {
  const words: string[] = []
  let word = ''
  const add = (next: string) => {
    if (word.length + next.length > limit) {
      words.push(word)
      word = ''
    }
    word += next
  }
  for (const atom of atomsOf(text)) {
    if (/^\s/.test(atom.text)) {
      words.push(word, ' ')
      word = ''
    } else if (atom.text.length > limit) for (const piece of cutAtom(atom, limit)) add(piece)
    else add(atom.text)
  }
  words.push(word)
  return words.filter((one) => one !== '')
}

/** Appends what a reader does not see, so that the server does not take the text for a repetition. */
export const varyText = (text: string, attempt: number): string => `${text}${'\u200B'.repeat(attempt)}`
