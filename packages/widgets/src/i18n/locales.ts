/** The languages that ship with the widgets. English is always there; the others are loaded when they are asked for. */
export type LocaleName = 'en' | 'de' | 'fr' | 'es' | 'ar' | 'ja'

/** The names of all of them. */
export const localeNames: readonly LocaleName[] = ['en', 'de', 'fr', 'es', 'ar', 'ja']

/** The language that serves a BCP 47 tag best: `de` for `de-AT`, also where it is written `de_AT`; `en` for what is unknown. */
export const localeFor = (tag: string): LocaleName => {
  const language = tag.split(/[-_]/, 1)[0]?.toLowerCase()
  return localeNames.find((name) => name === language) ?? 'en'
}

/** Whether a language is written from right to left. */
export const isRightToLeft = (locale: LocaleName): boolean => locale === 'ar'
