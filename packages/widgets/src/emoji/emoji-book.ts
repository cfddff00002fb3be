import type { LocaleName } from '../i18n/locales.ts'

/** An emoji with what it is called in the language of the book. */
export interface Emoji {
  readonly emoji: string
  readonly name: string
  readonly group: EmojiGroup
  /** The same in each skin tone, from light to dark; none where it knows none. */
  readonly toned: readonly string[]
}

/** The groups emoji are shown in; those of Unicode. */
export type EmojiGroup =
  | 'smileys'
  | 'people'
  | 'animals'
  | 'food'
  | 'travel'
  | 'activities'
  | 'objects'
  | 'symbols'
  | 'flags'

/** All emoji of a language. */
export interface EmojiBook {
  group(group: EmojiGroup): readonly Emoji[]
  /** Those with a word that begins with each word of the query; those named so come first. */
  search(query: string): readonly Emoji[]
  /** What is known of some emoji, in their order. */
  of(emoji: readonly string[]): readonly Emoji[]
}

/** By the numbers of Unicode; 2 are parts of others, such as skin tones. */
const groups: readonly (EmojiGroup | null)[] = [
  'smileys',
  'people',
  null,
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
]

/** Later ones are boxes on many systems. */
const newestVersion = 15
/** So many are found at most. */
const most = 64

/** There are no Arabic names in the data: English ones are found there. */
const loaders = {
  en: () => import('emoji-picker-element-data/en/cldr/data.json', { with: { type: 'json' } }),
  ar: () => import('emoji-picker-element-data/en/cldr/data.json', { with: { type: 'json' } }),
  de: () => import('emoji-picker-element-data/de/cldr/data.json', { with: { type: 'json' } }),
  fr: () => import('emoji-picker-element-data/fr/cldr/data.json', { with: { type: 'json' } }),
  es: () => import('emoji-picker-element-data/es/cldr/data.json', { with: { type: 'json' } }),
  ja: () => import('emoji-picker-element-data/ja/cldr/data.json', { with: { type: 'json' } }),
} as const satisfies Record<LocaleName, unknown>

/** Loads the emoji of a language: some 70 kB, when somebody first picks one. */
export const loadEmoji = async (locale: LocaleName): Promise<EmojiBook> => {
  const { default: listed } = await loaders[locale]()
  const entries = listed.flatMap(({ emoji, annotation, tags = [], group, version, skins = [] }): readonly Entry[] => {
    const named = groups[group] ?? null
    if (named === null || version > newestVersion) return []
    const words = wordsOf([annotation, ...tags].join(' '))
    const called = wordsOf(annotation)
    const toned = skins.flatMap((skin) => (typeof skin.tone === 'number' ? [qualified(skin.emoji)] : []))
    return [{ emoji: qualified(emoji), name: annotation, group: named, toned, words, called }]
  })
  return bookOf(entries)
}

/** As everybody else writes it: a sign that is an emoji anyway is not told to be one, or reactions to it would be two. */
const qualified = (emoji: string): string => emoji.replaceAll(/(\p{Emoji_Presentation})\u{fe0f}/gu, '$1')

interface Entry extends Emoji {
  readonly words: readonly string[]
  /** The words of its name. */
  readonly called: readonly string[]
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const bookOf = (entries: readonly Entry[]): EmojiBook => {
  const known = new Map<string, Emoji>(
    entries.flatMap((entry) => [
      [entry.emoji, entry] as const,
      // What was used in a tone is offered again in that tone.
      ...entry.toned.map((emoji) => [emoji, { ...entry, emoji, toned: [] }] as const),
    ]),
  )
  return {
    group: (group) => entries.filter((entry) => entry.group === group),
    search(query) {
      const asked = wordsOf(query)
      if (asked.length === 0) return []
      const has = (words: readonly string[]): boolean =>
        asked.every((word) => words.some((other) => other.startsWith(word)))
      const found = entries.filter(({ words }) => has(words))
      const named = found.filter(({ called }) => has(called))
      return [...named, ...found.filter((entry) => !named.includes(entry))].slice(0, most)
    },
    of: (emoji) => emoji.flatMap((one) => known.get(one) ?? []),
  }
}
