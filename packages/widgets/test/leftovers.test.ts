import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { icons } from '../src/icons/icons.ts'
import { en } from '../src/i18n/en.ts'
import { colours } from '../src/theme/colours.ts'

const root = fileURLToPath(new URL('../src/', import.meta.url))

/** Our source, but for the tables themselves. */
const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/^(?:i18n|icons)\/|\/colours\.ts$/.test(path),
  )
  .map((path) => readFileSync(`${root}${path}`, 'utf8'))
  .join('\n')

/** The names of a table that nothing asks for. */
const unused = (table: object, asked: (name: string) => RegExp): readonly string[] =>
  Object.keys(table).filter((name) => !asked(name).test(source))

test('every text of the catalogues is said somewhere', () => {
  expect(unused(en, (name) => new RegExp(String.raw`(?:strings|words)\.${name}\b|'${name}'`))).toEqual([])
})

test('every colour is seen somewhere', () => {
  expect(unused(colours, (name) => new RegExp(String.raw`var\(--_${name}\)`))).toEqual([])
})

test('every icon is shown somewhere', () => {
  expect(unused(icons, (name) => new RegExp(String.raw`icons\.${name}\b`))).toEqual([])
})
