import { beforeAll, expect, test } from 'vitest'
import { foundIn } from './found-in.ts'
import { readBody } from './read-body.ts'

beforeAll(async () => {
  await readBody('*loads what reads Markdown*')
})

/** What is shown of a message in which a word was found wherever it stands. */
const drawn = (body: string, word: string): string => {
  const ranges = [...body.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({
    start: index,
    end: index + word.length,
  }))
  return foundIn(body, ranges, () => {})
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('')
}

test.each([
  ['lunch on friday', 'friday', 'lunch on [friday]'],
  ['**lunch** on ~~monday~~ *friday*', 'friday', 'lunch on monday [friday]'],
  ['**lunch** and `lunch`', 'lunch', '[lunch] and [lunch]'],
  ['**lunchtime** _lunch_', 'lunch', '[lunch]time [lunch]'],
  ['[the plan](https://example.org/lunch) for lunch', 'lunch', 'the plan for [lunch]'],
  ['see https://example.org/lunch', 'lunch', 'see https://example.org/[lunch]'],
  ['- one\n- two\n\n> lunch', 'lunch', 'one two [lunch]'],
  ['a \uFDD0lunch\uFDD1 of marks', 'marks', 'a lunch of [marks]'],
])('in %j, %j is found as %j', (body, word, shown) => {
  expect(drawn(body, word)).toBe(shown)
})

test('what was found deep in a long message is shown with what stands around it', () => {
  const shown = drawn(`${'**word** '.repeat(60)}needle${' *word*'.repeat(60)}`, 'needle')
  expect(shown).toMatch(/^…word (word )+\[needle\]( word)+/)
})
