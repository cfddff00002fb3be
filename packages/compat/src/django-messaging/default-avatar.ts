import type { Profile } from '@msg/core'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const first = (word: string): string => {
  for (const { segment } of graphemes.segment(word)) return segment
  return ''
}

/** The first letters of the first and the last word of a name. */
const initialsOf = (name: string): string => {
  const words = name.split(/\s+/u).filter((word) => word !== '')
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word = '') => first(word))
    .join('')
    .toUpperCase()
}

/** A hue for an id, always the same. */
const hueOf = (id: string): number => {
  let hash = 0
  for (const character of id) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return hash % 360
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The picture of somebody who has none, as a data URL: their initials on a colour that only depends on their id. */
export const defaultAvatar = ({ id, displayName }: Pick<Profile, 'id' | 'displayName'>): string => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hueOf(id)} 45% 40%)"/><text x="20" y="26" text-anchor="middle" font-family="sans-serif" font-size="16" fill="#fff">${escaped(initialsOf(displayName))}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
