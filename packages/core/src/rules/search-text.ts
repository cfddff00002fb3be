/**
 * How texts are searched: the one place that says what a word is, for every store and for what is marked in a hit.
 *
 * A word is a run of letters, marks and digits of any script, folded (NFKC, case), so that "Straße", "STRASSE" and "strasse"
 * are one. Han, kana, Hangul, Thai, Lao and Khmer are written without spaces between words, or searched inside of them: there
 * each pair of neighbouring characters is a word. A sign such as € or 👍 is a word by itself; punctuation (`%`, `_`, quotes,
 * operators) separates words and means nothing.
 */
import { atomsOf } from './search-atoms.ts'
import type { Atom } from './search-atoms.ts'

/** What a message must have to be found: this word, or one that begins with it. */
export interface SearchTerm {
  readonly word: string
  readonly prefix: boolean
}

/** A part of a text, as UTF-16 offsets: `text.slice(start, end)`. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** The first so many different words of a text are found; the rest of a very long one is not. */
export const wordsAtMost = 1_000

/** A longer word is kept, and looked for, by its first so many UTF-16 code units. */
export const wordLength = 64

interface Token {
  readonly word: string
  readonly atoms: readonly Atom[]
}

/** The different words of a text, in the order in which each came first. */
export const wordsOf = (text: string): readonly string[] => {
  if (easyText.test(text)) return [...new Set(easyWords(text))].slice(0, wordsAtMost)
  const words = new Set<string>()
  for (const word of allWords(text)) {
    words.add(word)
    if (words.size === wordsAtMost) break
  }
  return [...words]
}

/** Letters that fold to one letter each, and by `toLowerCase` alone: of Western and Eastern Europe, and Cyrillic. */
const easy =
  'a-zA-Z0-9\u00c0-\u00d6\u00d8-\u00de\u00e0-\u00f6\u00f8-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0400-\u045f'
const easyText = new RegExp(
  `^[\\0-\\x7f\u00a0\u00a1\u00a3\u00ab\u00bb\u00bf\u2013\u2014\u2018-\u201e\u2026\u20ac${easy}]*$`,
)
const easyWord = new RegExp(`[${easy}]+|[$\u00a3\u20ac]`, 'g')

/** What `allWords` finds in a text of such letters, in a fraction of the time: most messages are. */
const easyWords = (text: string): readonly string[] => {
  const words = text.toLowerCase().match(easyWord) ?? []
  return words.some(({ length }) => length > wordLength) ? words.map((word) => word.slice(0, wordLength)) : words
}

function* allWords(text: string): Generator<string, void, void> {
  for (const { word } of allTokens(text)) yield word
}

function* allTokens(text: string): Generator<Token, void, void> {
  for (const run of runsOf(text)) yield* tokensOf(run)
}

/**
 * What a query asks for: every word of it, and the last one may go on (`hel` finds hello). None when the query has no word.
 */
export const termsOf = (query: string): readonly SearchTerm[] => {
  const runs = [...runsOf(query)]
  const terms = new Map<string, boolean>()
  for (const [index, run] of runs.entries())
    for (const { word, prefix } of termsOfRun(run, index === runs.length - 1))
      terms.set(word, prefix && terms.get(word) !== false)
  return [...terms].map(([word, prefix]) => ({ word, prefix }))
}

/** A single dense character may be either of a pair; of more of them, each pair is asked for. */
const termsOfRun = (run: readonly Atom[], last: boolean): readonly SearchTerm[] => {
  const [first] = run
  if (first?.kind !== 'dense')
    return tokensOf(run).map(({ word }) => ({ word, prefix: last && first?.kind === 'letter' }))
  if (run.length === 1) return [{ word: cut(first.text), prefix: true }]
  return tokensOf(run)
    .slice(0, -1)
    .map(({ word }) => ({ word, prefix: false }))
}

/** Where a text has what was asked for, in its order, without overlaps: to be marked in a hit. */
export const rangesOf = (text: string, terms: readonly SearchTerm[]): readonly TextRange[] => {
  const ranges: TextRange[] = []
  for (const token of allTokens(text))
    for (const term of terms) {
      const range = rangeIn(token, term)
      if (range === null) continue
      const before = ranges.at(-1)
      if (before === undefined || before.end < range.start) ranges.push(range)
      else ranges[ranges.length - 1] = { start: before.start, end: Math.max(before.end, range.end) }
    }
  return ranges
}

/** Whether a set of words, as {@link wordsOf} makes them, has all that is asked for. */
export const hasTerms = (words: ReadonlySet<string>, terms: readonly SearchTerm[]): boolean =>
  terms.every(({ word, prefix }) => words.has(word) || (prefix && [...words].some((other) => other.startsWith(word))))

const rangeIn = ({ word, atoms }: Token, term: SearchTerm): TextRange | null => {
  if (word !== term.word && !(term.prefix && word.startsWith(term.word))) return null
  const [first] = atoms
  if (first === undefined) return null
  let length = 0
  let { end } = first
  for (const atom of atoms) {
    if (term.prefix && length >= term.word.length) break
    length += atom.text.length
    ;({ end } = atom)
  }
  return { start: first.start, end }
}

/** Atoms of one kind that stand together; a symbol stands alone. */
function* runsOf(text: string): Generator<readonly Atom[], void, void> {
  let run: Atom[] = []
  let kind: Atom['kind'] = 'break'
  for (const atom of atomsOf(text)) {
    if (atom.kind !== kind || kind === 'symbol') {
      if (run.length > 0) yield run
      run = []
    }
    if (atom.kind !== 'break') run.push(atom)
    ;({ kind } = atom)
  }
  if (run.length > 0) yield run
}

/** A run's words: itself, or of a dense one each pair, and the last character, so that each begins a word. */
const tokensOf = (run: readonly Atom[]): readonly Token[] =>
  run[0]?.kind === 'dense'
    ? run.map((_, index) => tokenOf(run.slice(index, index + 2)))
    : run.length === 0
      ? []
      : [tokenOf(run)]

const tokenOf = (atoms: readonly Atom[]): Token => ({ word: cut(atoms.map(({ text }) => text).join('')), atoms })

/** Cut to what is kept, never in the middle of a character. */
const cut = (word: string): string => {
  if (word.length <= wordLength) return word
  const short = word.slice(0, wordLength)
  return short.isWellFormed() ? short : short.slice(0, -1)
}
