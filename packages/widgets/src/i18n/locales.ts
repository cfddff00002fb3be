import { en } from './en.ts'
import type { Strings } from './strings.ts'

/** The languages that ship with the widgets. English is always there; the others are loaded when they are asked for. */
export type LocaleName = 'en' | 'de' | 'fr' | 'es' | 'ar' | 'ja'

const loaders: Readonly<Record<LocaleName, () => Promise<Strings>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  ar: async () => (await import('./ar.ts')).ar,
  ja: async () => (await import('./ja.ts')).ja,
}

/** The names of all of them. */
export const localeNames: readonly LocaleName[] = ['en', 'de', 'fr', 'es', 'ar', 'ja']

/** The language that serves a BCP 47 tag best: `de` for `de-AT`, `en` for what is unknown. */
export const localeFor = (tag: string): LocaleName => {
  const language = tag.split('-', 1)[0]?.toLowerCase()
  return localeNames.find((name) => name === language) ?? 'en'
}

/** Loads the texts of a language. */
export const loadStrings = (locale: LocaleName): Promise<Strings> => loaders[locale]()

/** Whether a language is written from right to left. */
export const isRightToLeft = (locale: LocaleName): boolean => locale === 'ar'
