/** One of eight hues for an id or a name, always the same: of avatars without a picture. */
export const hueOf = (text: string): number => {
  let hash = 0
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return 15 + 45 * (hash % 8)
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const first = (word: string): string => {
  for (const { segment } of graphemes.segment(word)) return segment
  return ''
}

/** One or two letters for a name: of its first and its last word. */
export const initialsOf = (name: string): string => {
  const words = name.split(/\s+/u).filter((word) => word !== '')
  const [one = ''] = words
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (first(one) + first(last)).toLocaleUpperCase()
}
