import { describe, expect, it } from 'vitest'
import { typeErrorsOf } from './compiled.ts'
import { documentPaths, examplesOf, filled, promisedOutput, read, type Example } from './documents.ts'
import { run } from './running.ts'

const examples = documentPaths().flatMap((path) => examplesOf(path, read(path)))
const named = ({ document, line }: Example) => `${document}:${line}`

it('every TypeScript block of every document compiles by itself', () => {
  expect(typeErrorsOf(examples.filter(({ file }) => file === null))).toEqual([])
})

it('the first example of the README has at most fifteen lines', () => {
  const [first] = examples.filter(({ document }) => document === 'README.md')
  const lines = first?.code.split('\n').filter((line) => line !== '')
  expect(lines?.length).toBeGreaterThan(0)
  expect(lines?.length).toBeLessThanOrEqual(15)
})

describe('blocks that are files', () => {
  it.each(documentPaths().filter((path) => read(path).includes('```ts file=')))(
    'are those files in %s, word for word (node tooling/docs/fill.ts puts them in)',
    (path) => expect(filled(path, read(path))).toBe(read(path)),
  )
})

describe('a block that is a program', () => {
  it.each(examples.filter(({ runs }) => runs).map((each) => [named(each), each] as const))(
    '%s runs and prints what it says',
    async (_name, example) => {
      const { exit, printed } = await run(example)
      expect(printed).toBe(promisedOutput(example.code))
      expect([0, null]).toContain(exit)
    },
    120_000,
  )
})

describe('the check of blocks', () => {
  const example = (code: string): Example => ({ document: 'docs/planted.md', line: 3, code, runs: true, file: null })

  it('finds what does not compile, on its line', () => {
    const [fault = '', ...more] = typeErrorsOf([example("import { nothing } from '@msg/core'\n")])
    expect(fault).toMatch(/^docs\/planted\.md:3: error TS2305/)
    expect(more).toEqual([])
  })

  it('finds what fails, or prints something else', async () => {
    expect(await run(example("throw new Error('planted')\n"))).toMatchObject({ exit: 1 })
    expect(await run(example("console.log('b') // prints a\n"))).toEqual({ exit: 0, printed: 'b\n' })
  })

  it('refuses a mark it does not know', () => {
    expect(() => examplesOf('a.md', '# a\n```ts runs\n1\n```\n')).toThrow(/^a\.md:2: .* not `ts runs`$/)
    expect(examplesOf('docs/a.md', '```ts file=../b.ts\n1\n```\n')).toMatchObject([{ file: 'b.ts', line: 2 }])
  })
})
