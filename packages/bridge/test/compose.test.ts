import { array, assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { composed, isPlainLine } from '../src/outward/compose.ts'

const said = (body: string, name = 'carol', calls: readonly string[] = []) => composed({ name, body, calls })

test('a line carries its author in bold, several lines carry it plainly', () => {
  expect(said('hello')).toEqual(['**[carol]** hello'])
  expect(said('one\r\ntwo')).toEqual(['carol: one\ntwo'])
  expect(said('~~gone~~ and **kept**')).toEqual(['**[carol]** ---gone--- and **kept**'])
})

test.each([
  ['**bold**', 'bold'],
  ['a]** [b](http://evil.example', 'a b http //evil.example'],
  ['two\nlines', 'two lines'],
  [':123 reply', '123 reply'],
  ['\u202Eevil', 'evil'],
  ['*_*', 'somebody'],
  ['@everybody', '@\u200Beverybody'],
  ['x'.repeat(100), 'x'.repeat(40)],
])('a name like %j cannot break out', (name, shown) => expect(said('hi', name)).toEqual([`**[${shown}]** hi`]))

test('nobody is notified by accident, and those who are meant are', () => {
  expect(said('@alice and @bob, mail me@example.org')).toEqual([
    '**[carol]** @\u200Balice and @\u200Bbob, mail me@\u200Bexample.org',
  ])
  expect(said('@alice and @bob', 'carol', ['alice'])).toEqual(['**[carol]** @alice and @\u200Bbob'])
})

test('a text cannot be taken for a reply, a quote or code', () => {
  for (const body of [':5001 not a reply', '> not a quote', '    not code', '    not\n    code', ':5001 not\na reply'])
    for (const part of said(body)) expect(part).toMatch(/^(?:\*\*\[carol\]\*\* |carol: )/)
})

test('long lines come in parts, each within the limit, with nothing lost', () => {
  const words = Array.from({ length: 400 }, (_, at) => `word${at}`)
  const parts = said(words.join(' '))
  expect(parts.length).toBeGreaterThan(3)
  expect(parts.every((part) => part.length <= 500 && part.startsWith('**[carol]** '))).toBe(true)
  expect(parts.slice(1).every((part) => part.startsWith('**[carol]** … '))).toBe(true)
  expect(parts.flatMap((part) => part.match(/word\d+/g) ?? [])).toEqual(words)
})

test('any text is told within the limit, well-formed, without control characters', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 3_000 }), string({ unit: 'binary' }), (body, name) => {
      for (const part of said(body, name)) {
        expect(part.includes('\n') || part.length <= 500).toBe(true)
        expect(part.isWellFormed()).toBe(true)
        expect(part).not.toMatch(/[^\P{Cc}\n\t]/u)
      }
    }),
  )
})

test('what joins others in one message has no markup', () => {
  assert(
    property(array(constantFrom('a', ' b', '*', '`', '[x](y)', '> ', 'https://x', '\n', '~~')), (pieces) => {
      const body = pieces.join('')
      expect(!isPlainLine(body) || !/[*`\n[]|https:|~~/.test(body)).toBe(true)
    }),
  )
})
