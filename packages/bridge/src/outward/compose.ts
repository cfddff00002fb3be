import { MAX_LINE, splitText } from '@msg/stackexchange/protocol'

/** What is to be said there, and by whom. */
export interface Said {
  /** How the author is shown. */
  readonly name: string
  readonly body: string
  /** The names, as written after an `@`, of those who may be notified there. */
  readonly calls: readonly string[]
}

const longestName = 40
const goesOn = '… '

/** A name without what could break out of its brackets, call somebody or turn the direction of writing. */
const plainName = (name: string): string => {
  const kept = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}*_`[\]()\\<>~|:-]+/gu, ' ').replaceAll(/\s+/gu, ' ')
  return broken(Array.from(kept.trim()).slice(0, longestName).join('').trim(), []) || 'somebody'
}

/** Puts an invisible break behind every `@` that would notify somebody, except before the names that may be called. */
const broken = (text: string, calls: readonly string[]): string =>
  text.replaceAll(/@(?=[\p{L}\p{N}])/gu, (at, offset: number) =>
    calls.some((name) => text.startsWith(name, offset + 1)) ? at : `${at}\u200B`,
  )

/** The text as the server takes it: no control characters but line breaks, no half characters, strikes in its own way. */
const clean = (body: string): string =>
  body
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trimEnd()

const strikes = (line: string): string => line.replaceAll(/~~(\S(?:.*?\S)?)~~/g, '---$1---')

/** The texts that say it there: one, or several where a single line is too long. */
export const composed = ({ name, body, calls }: Said): readonly string[] => {
  const text = broken(clean(body), calls)
  const who = plainName(name)
  // Several lines have no limit there, but no markup either.
  if (text.includes('\n')) return [`${who}: ${text}`]
  const prefix = `**[${who}]** `
  const parts = splitText(strikes(text.trim()), MAX_LINE - prefix.length - goesOn.length)
  return parts.map((part, at) => `${prefix}${at === 0 ? '' : goesOn}${part}`)
}

/** Whether a text is a short line without any markup, that loses nothing in a message of several lines. */
export const isPlainLine = (body: string): boolean =>
  body.length <= 200 && !/[\n*_`[\]~<>\\]|---|https?:|^\s|^[>#]/u.test(body)

/** Several such lines of one author as one text. */
export const composedTogether = ({ name, calls }: Omit<Said, 'body'>, bodies: readonly string[]): string =>
  `${plainName(name)}: ${bodies.map((body) => broken(clean(body), calls)).join('\n')}`

/** A text that tells of an edit or, where there is no text any more, of a retraction, that came too late to be one there. */
export const composedNote = (said: Omit<Said, 'body'>, body: string | null): string => {
  if (body === null) return composed({ ...said, body: '(took this back)' }).join(' ')
  const [line = '', ...more] = composed({ ...said, body: `edited: ${body}` })
  // Several lines have no limit.
  return more.length === 0 ? line : composed({ ...said, body: `edited:\n${body}` }).join('\n')
}
