import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { misnumbered, parityRows, unprovedRow } from './parity.ts'
import { read, root } from './workspace.ts'

const rows = parityRows(read('docs/parity.md'))
const textOf = (path: string): string | null => (existsSync(join(root, path)) ? read(path) : null)

test('every forerunner has all its rows, each proved or open', () => {
  // Those of ChatExchange are in the recipe, whose proofs the tests of its package check.
  const inRecipe = [...read('docs/recipes/from-chatexchange.md').matchAll(/^\| (004\.\d+) \|/gm)].map(
    ([, id = '']) => id,
  )
  expect(misnumbered([...rows.map(({ id }) => id), ...new Set(inRecipe)])).toEqual([])
})

test('what proves a row exists under the name it is given', () => {
  expect(rows.flatMap((row) => unprovedRow(row, textOf))).toEqual([])
})

test('a missing, repeated or made-up row, a renamed test and a lost document are found', () => {
  const table = [
    '| row | what it says | proved by |',
    '|---|---|---|',
    '| 000.1 | one | [a case](../a.test.ts) · [## Words](../a.md) |',
    '| 000.1 | two | [a cas](../a.test.ts) |',
    "| 000.99 | three | [it's \\[so\\]](../a.test.ts) |",
    '| 000.2 | four | |',
    '| 000.3 | five | [a case](../gone.test.ts) |',
    '| 000.4 | six | open: later |',
  ].join('\n')
  const files = new Map([
    ['a.test.ts', `test('a case'); test('it\\'s [so]')`],
    ['a.md', '## Words'],
  ])
  const planted = parityRows(table)
  expect(misnumbered(planted.map(({ id }) => id))).toEqual(
    expect.arrayContaining(['000.5 is missing', '000.1 is there twice', '000.99 is no statement of a forerunner']),
  )
  expect(planted.flatMap((row) => unprovedRow(row, (path) => files.get(path) ?? null))).toEqual([
    '000.1: a.test.ts has nothing called: a cas',
    'nothing proves 000.2',
    '000.3: gone.test.ts has nothing called: a case',
  ])
})
