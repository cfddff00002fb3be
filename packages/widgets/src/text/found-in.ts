/** What was found in a message, in its plain words: what makes words bold does not move what is marked in them. */
import type { TextRange } from '@msg/core'
import { excerpt } from './excerpt.ts'
import type { ExcerptPart } from './excerpt.ts'
import { inPlain } from './in-plain.ts'

/** Stand around what was found while Markdown is read, which takes them for letters. No character is either; where a text has them all the same, they are left out. */
const begins = '\uFDD0'
const ends = '\uFDD1'

/** The part of a message around what was found in it; ranges as for {@link excerpt}, `loaded` as for {@link inPlain}. */
export const foundIn = (body: string, ranges: readonly TextRange[], loaded: () => void): readonly ExcerptPart[] => {
  const { text, ranges: moved } = unmarked(inPlain(marked(body, ranges), loaded))
  return excerpt(text, moved)
}

const marked = (body: string, ranges: readonly TextRange[]): string => {
  const part = (from: number, to?: number): string => body.slice(from, to).replaceAll(/[\uFDD0\uFDD1]/g, '')
  const found = ranges.map(({ start, end }, at) => {
    const between = part(ranges[at - 1]?.end ?? 0, start)
    return `${between}${begins}${part(start, end)}${ends}`
  })
  return found.join('') + part(ranges.at(-1)?.end ?? 0)
}

/** A text without the marks, and where they stood. One whose other half was part of an address marks nothing. */
const unmarked = (text: string): { readonly text: string; readonly ranges: readonly TextRange[] } => {
  const ranges: TextRange[] = []
  let read = ''
  let start: number | null = null
  for (const part of text.split(/([\uFDD0\uFDD1])/)) {
    if (part === begins) start = read.length
    else if (part !== ends) read += part
    else if (start !== null) {
      ranges.push({ start, end: read.length })
      start = null
    }
  }
  return { text: read, ranges }
}
