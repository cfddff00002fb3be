import { expect, it } from 'vitest'
import { undocumentedExports } from './doc-comments.ts'
import { entriesOf, publishedPackages, sourcesOf } from './workspace.ts'

it.each(publishedPackages())('every public export of $manifest.name has a doc comment', (subject) => {
  const files = new Map(sourcesOf(subject).map((file) => [file.path, file]))
  expect([...new Set(entriesOf(subject).flatMap((entry) => undocumentedExports(entry, files)))]).toEqual([])
})

const judged = (index: string, other = '') =>
  undocumentedExports(
    'src/index.ts',
    new Map([
      ['src/index.ts', { path: 'src/index.ts', text: index }],
      ['src/other.ts', { path: 'src/other.ts', text: other }],
    ]),
  )

it.each([
  [`export const a = 1`, ``],
  [`export { a } from './other.ts'`, `export const a = 1`],
  [`export { b as a } from './other.ts'`, `/** It is c. */ export const c = 1\nexport const b = 1`],
  [`export type { A as a } from './other.ts'`, `// a remark\nexport interface A {}`],
  [`export * from './other.ts'`, `/* a remark */ export function a() {}`],
  [`export * from './other.ts'`, `/** Above\nanother. */\nlet b\nexport class a {}`],
  [`/** Of the list. */ export { a } from './other.ts'`, `function a() {}\nexport { a }`],
  [`export * as a from './other.ts'`, ``],
  [`export { a } from './lost.ts'`, ``],
])('an export without one is found: %s %s', (index, other) => {
  expect(judged(index, other)).toHaveLength(1)
})

it('one with a doc comment is let through, however it is exported', () => {
  const other = `/** A. */ export const a = 1\n/** B. */\nfunction b(): void\nfunction b(c?: 1) {}\nexport { b as bee }
    /** T. */ export type T = 1\nexport const hidden = 1`
  expect(judged(`export { a, bee, type T } from './other.ts'\nexport { z } from 'zod'`, other)).toEqual([])
  expect(judged(`/** All of it. */ export * as all from './other.ts'`, other)).toEqual([])
  expect(judged(`export * from './other.ts'`, other)).toEqual(['src/other.ts: hidden'])
})
