/** The smallest part of a text that search knows: a character as folded, with its marks, and where it stands in the text. */
export interface Atom {
  readonly text: string
  /** `dense`: of a script that writes without spaces. `symbol`: a sign or emoji, a word by itself. */
  readonly kind: 'letter' | 'dense' | 'symbol' | 'break'
  /** UTF-16 offset in the text as it was given. */
  readonly start: number
  /** The offset behind it; where one character folds to several, they share both. */
  readonly end: number
}

type Folded = readonly Pick<Atom, 'text' | 'kind'>[]

/**
 * What folds together: a character with its marks and with what is not seen (soft hyphens, joiners, variation selectors);
 * Hangul spelled out letter by letter, of whatever width; half-width kana with their voicing. Folding unit by unit makes
 * places in the folded text places in the text as it was given, whatever folding does to lengths.
 */
const unseen = '\\p{Default_Ignorable_Code_Point}'
const vowels = `[${unseen}\\u1160-\\u11a7\\ud7b0-\\ud7c6\\u314f-\\u3163\\uffc2-\\uffdc]*`
const finals = `[${unseen}\\u11a8-\\u11ff\\ud7cb-\\ud7fb\\u3133\\u3135\\u3136\\u313a-\\u313f\\uffa3\\uffa5\\uffa6\\uffaa-\\uffaf]*`
const hangul = `(?:[\\u1100-\\u115f\\ua960-\\ua97c]+|[\\u3131-\\u314e\\u3200-\\u320d\\u3260-\\u326d\\uffa1-\\uffbe])${vowels}${finals}|[\\uac00-\\ud7a3\\u320e-\\u321e\\u326e-\\u327e]${finals}`
const units = new RegExp(`(?:${hangul}|[^])[\\p{M}${unseen}\\uff9e\\uff9f]*`, 'gu')

const ignorable = new RegExp(unseen, 'gu')
const characters = /[^]\p{M}*/gu
const dense =
  /^(?=[\p{L}\p{M}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}]/u
const letter = /^[\p{L}\p{M}\p{N}]/u
const symbol = /^[\p{So}\p{Sc}\p{Extended_Pictographic}]/u

/** NFKC and full case folding, without what is not seen. Dotted and dotless i are one, and so are both small sigmas. */
const fold = (unit: string): string =>
  unit
    .replace(ignorable, '')
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/i\u0307+/g, 'i')
    .replace(ignorable, '')
    .normalize('NFKC')

const kindOf = (text: string): Atom['kind'] => {
  if (dense.test(text)) return 'dense'
  if (letter.test(text)) return 'letter'
  return symbol.test(text) ? 'symbol' : 'break'
}

/** A character with more marks than any language has is known by the first of them. */
const unitLength = 32

const cutUnit = (unit: string): string => {
  if (unit.length <= unitLength) return unit
  const short = unit.slice(0, unitLength)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

/** Folding costs microseconds, and texts are made of few characters. */
const known = new Map<string, Folded>()
const knownAtMost = 8_192

/** Kana, Han and Hangul that fold to themselves. */
const plainlyDense = /^[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]$/

const folded = (unit: string): Folded => {
  if (plainlyDense.test(unit)) return [{ text: unit, kind: 'dense' }]
  const before = known.get(unit)
  if (before !== undefined) return before
  const atoms = (fold(cutUnit(unit)).match(characters) ?? []).map((text) => ({ text, kind: kindOf(text) }))
  if (unit.length > 4) return atoms
  if (known.size >= knownAtMost) known.clear()
  known.set(unit, atoms)
  return atoms
}

/** So many atoms of a text are looked at: some characters fold to eighteen. */
const atomsAtMost = 32_768

/** A text's atoms, in their order, the first 32,768 of them. */
export function* atomsOf(text: string): Generator<Atom, void, void> {
  let count = 0
  for (const { 0: unit, index: start } of text.matchAll(units)) {
    const end = start + unit.length
    const atoms = folded(unit)
    for (const { text: character, kind } of atoms) yield { text: character, kind, start, end }
    count += atoms.length
    if (count >= atomsAtMost) return
  }
}
