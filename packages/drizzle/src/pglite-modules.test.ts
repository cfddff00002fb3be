import { expect, test } from 'vitest'
import { pgliteModules } from './pglite-modules.ts'

test('the code of PGlite is compiled once a process, for all its databases', async () => {
  const [first, second] = [await pgliteModules(), await pgliteModules()]
  expect(Object.keys(first)).toEqual(['pglite', 'initdb'])
  expect(second).toBe(first)
})
