import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as entry from '../src/index.ts'
import { colours } from '../src/theme/colours.ts'

const root = fileURLToPath(new URL('../src/', import.meta.url))

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(`${root}${path}`, 'utf8'))

/** What an expression finds in some text, each once, in order. */
const found = (text: string, expression: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(expression)].map(([, name = '']) => name))].toSorted()

const all = sources.join('\n')

/** The attributes that the doc comment of a class tells of, and of what it extends. */
const attributesOf = (name: string): readonly string[] => {
  const source = sources.find((text) => text.includes(`class ${name} extends`))
  if (source === undefined) return []
  const [, base = ''] = new RegExp(String.raw`class ${name} extends (\w+)`).exec(source) ?? []
  return [...found(source, /^ \* @attr ([a-z-]+)/gm), ...attributesOf(base)].toSorted()
}

describe('what the doc comments tell of is there, and nothing else:', () => {
  const elements = Object.entries(entry).flatMap(([name, element]) =>
    typeof element === 'function' && 'observedAttributes' in element ? [[name, element] as const] : [],
  )

  test.each(elements)('the attributes of %s', (name, element) => {
    expect(attributesOf(name)).toEqual([...element.observedAttributes].toSorted())
  })

  test('events', () => {
    const told = found(all, /(?:(?:tell|ask|#emit|new Event)\(\s*'|@)((?:msg-|change)[a-z-]*)['=]/g)
    expect(found(all, /^ \* @fires ([a-z-]+)/gm)).toEqual(told)
  })

  test('slots', () => {
    expect(found(all, /^ \* @slot ([a-z-]+) -/gm)).toEqual(found(all, /<slot name="([a-z-]+)"/g))
  })

  test('parts', () => {
    const chosen = found(all, /const parts = (.*)/g).flatMap((line) => line.match(/[a-z-]+(?=[a-z -]*')/g) ?? [])
    const shown = [...found(all, /part="([a-z-]+)"/g), ...chosen]
    expect(found(all, /^ \* @csspart ([a-z-]+)/gm)).toEqual([...new Set(shown)].toSorted())
  })
})

test('every token is a colour of the table, or named in the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const others = found(all, /var\(--msg-([a-z-]+)/g).filter((name) => !Object.hasOwn(colours, name))
  expect(others).not.toEqual([])
  expect(others.filter((name) => !readme.includes(`\`--msg-${name}\``))).toEqual([])
})
