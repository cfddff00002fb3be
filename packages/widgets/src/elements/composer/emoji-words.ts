import { html } from 'lit'
import type { EmojiBook } from '../../emoji/emoji-book.ts'
import { emojiAt } from '../../emoji/emoji-at.ts'
import { rememberEmoji } from '../../emoji/recent-emoji.ts'
import type { LocaleName } from '../../i18n/locales.ts'
import type { SuggestionSource } from './suggestions.ts'

/** Suggested at most. */
const most = 6

/** Where emoji are suggested. */
export interface EmojiWordsHost {
  readonly surroundings: { readonly locale: LocaleName }
  /** Looks again what can be suggested. */
  suggest(): void
}

/** Suggests emoji while a word for one is written after a `:`. All emoji of a language are loaded when the first is. */
export const createEmojiWords = (host: EmojiWordsHost): SuggestionSource => {
  let known: { readonly locale: LocaleName; readonly book: EmojiBook | null } | null = null
  const bookOf = (locale: LocaleName): EmojiBook | null => {
    if (known?.locale === locale) return known.book
    known = { locale, book: null }
    void load(locale)
    return null
  }
  const load = async (locale: LocaleName): Promise<void> => {
    try {
      const { loadEmoji } = await import('../../emoji/emoji-book.ts')
      known = { locale, book: await loadEmoji(locale) }
      host.suggest()
    } catch {
      // What cannot be loaded is not suggested; the next word is another try.
      known = null
    }
  }
  return {
    label: (strings) => strings.emoji,
    suggest(text, cursor) {
      const begun = emojiAt(text, cursor)
      const book = begun === null ? null : bookOf(host.surroundings.locale)
      if (begun === null || book === null) return null
      const offered = book.search(begun.query).slice(0, most)
      return {
        from: begun.from,
        offered: offered.map(({ emoji, name }) => ({
          key: emoji,
          face: html`<span class="sign">${emoji}</span><span dir="auto">${name}</span>`,
          text: emoji,
          taken: () => rememberEmoji(emoji),
        })),
      }
    },
  }
}
