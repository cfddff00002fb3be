import type { TextRange } from '@msg/core'
import { cutAt } from './beginning.ts'

/** A part of a text, found or between what was found. */
export interface ExcerptPart {
  readonly text: string
  readonly found: boolean
}

/** Characters that are shown before what was found first. */
const before = 40
/** Characters that are shown at most. */
const most = 160

/** A text from shortly before the first range found in it, in parts. Ranges are as the server gives them: UTF-16, in order. */
export const excerpt = (text: string, ranges: readonly TextRange[]): readonly ExcerptPart[] => {
  const first = ranges[0]?.start ?? 0
  const from = first <= before ? 0 : wordAfter(text, first - before)
  const to = cutAt(text, Math.min(text.length, from + most))
  const parts: ExcerptPart[] = []
  const add = (part: string, found: boolean): void => {
    if (part !== '') parts.push({ text: part, found })
  }
  let at = from
  if (from > 0) add('…', false)
  for (const { start, end } of ranges) {
    if (start < at || end > to) continue
    add(text.slice(at, start), false)
    add(text.slice(start, end), true)
    at = end
  }
  add(text.slice(at, to), false)
  if (to < text.length) add('…', false)
  return parts
}

/** The beginning of the next word, so that none is cut; where there is none soon, the place itself. */
const wordAfter = (text: string, at: number): number => {
  const space = text.indexOf(' ', at)
  return space === -1 || space - at > before ? cutAt(text, at) : space + 1
}
