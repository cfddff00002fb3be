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
 * Hangul spelled out letter by letter; half-width kana with their voicing. Folding unit by unit makes places in the folded
 * text places in the text as it was given, whatever folding does to lengths.
 */
const units =
  /(?:[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|[\uac00-\ud7a3][\u11a8-\u11ff]*|[^])[\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]*/gu

const ignorable = /\p{Default_Ignorable_Code_Point}/gu
const characters = /[^]\p{M}*/gu
const dense =
  /^(?=[\p{L}\p{M}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}]/u
const letter = /^[\p{L}\p{M}\p{N}]/u
const symbol = /^[\p{So}\p{Sc}\p{Extended_Pictographic}]/u

/** NFKC and full case folding, without what is not seen. Dotted and dotless i are one, and so are both small sigmas. */
const fold = (unit: string): string =>
  unit
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC')
    .replace(ignorable, '')

const kindOf = (text: string): Atom['kind'] => {
  if (dense.test(text)) return 'dense'
  if (letter.test(text)) return 'letter'
  return symbol.test(text) ? 'symbol' : 'break'
}

/** Folding costs microseconds, and texts are made of few characters. */
const known = new Map<string, Folded>()
const knownAtMost = 8_192

const folded = (unit: string): Folded => {
  const before = known.get(unit)
  if (before !== undefined) return before
  const atoms = (fold(unit).match(characters) ?? []).map((text) => ({ text, kind: kindOf(text) }))
  if (unit.length > 4) return atoms
  if (known.size >= knownAtMost) known.clear()
  known.set(unit, atoms)
  return atoms
}

/** A text's atoms, in their order. */
export const atomsOf = (text: string): readonly Atom[] => {
  const atoms: Atom[] = []
  for (const { 0: unit, index: start } of text.matchAll(units)) {
    const end = start + unit.length
    for (const { text: character, kind } of folded(unit)) atoms.push({ text: character, kind, start, end })
  }
  return atoms
}
