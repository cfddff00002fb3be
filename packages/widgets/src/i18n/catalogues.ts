import { en } from './en.ts'
import type { LocaleName } from './locales.ts'
import type { Strings } from './strings.ts'

const loaders: Readonly<Record<LocaleName, () => Promise<Strings>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  ar: async () => (await import('./ar.ts')).ar,
  ja: async () => (await import('./ja.ts')).ja,
}

/** Loads the texts of a language. */
export const loadStrings = (locale: LocaleName): Promise<Strings> => loaders[locale]()
