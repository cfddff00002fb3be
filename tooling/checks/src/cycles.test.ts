import { expect, it } from 'vitest'
import { importCycles } from './cycles.ts'
import { trackedFiles } from './workspace.ts'

it('no file imports itself in a circle', () => {
  expect(importCycles(trackedFiles().filter(({ path }) => path.endsWith('.ts')))).toEqual([])
})

it('a planted circle is found, by any kind of import', () => {
  const files = (text: string) => [
    { path: 'p/src/a.ts', text: `import { b } from './deep/b.ts'; export const a = b` },
    { path: 'p/src/deep/b.ts', text: `export { c as b } from '../c.ts'` },
    { path: 'p/src/c.ts', text },
  ]
  const circle = [['p/src/a.ts', 'p/src/deep/b.ts', 'p/src/c.ts', 'p/src/a.ts']]
  expect(importCycles(files(`import { a } from './a.ts'; export const c = a`))).toEqual(circle)
  expect(importCycles(files(`export const c = () => import('./a.ts')`))).toEqual(circle)
  expect(importCycles(files(`import type { a } from './a.ts'; export const c = 1`))).toEqual(circle)
  expect(importCycles(files(`import { type a } from './a.ts'; export const c = 1`))).toEqual(circle)
  expect(importCycles(files(`export const c = 1`))).toEqual([])
})
