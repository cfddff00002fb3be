import { expect, it } from 'vitest'
import { strayAddresses } from './addresses.ts'
import { trackedFiles } from './workspace.ts'

it('no file names a registry or a path of the machine it was written on', () => {
  expect(trackedFiles().flatMap(strayAddresses)).toEqual([])
})

// Put together here, so that this file does not name them either.
const slash = '/'
const backslash = '\\'
const host = `${slash}/registry.example.org`

it.each([
  ['pnpm-lock.yaml', `  hono@4: {tarball: https:${slash}/example.org/a.tgz}`, 2],
  ['package-lock.json', `"resolved": "a"`, 1],
  ['.npmrc', `registry=local`, 1],
  ['.npmrc', `@msg:registry = local`, 1],
  ['docs/start.md', `https:${host}/hono`, 1],
  ['docs/start.md', `see ${slash}home/ann/msg`, 1],
  ['docs/start.md', `"${slash}Users/ann/msg"`, 1],
  ['docs/start.md', `C:${backslash}Users${backslash}ann`, 1],
])('a planted address is found in %s: %s', (path, text, count) => {
  expect(strayAddresses({ path, text })).toHaveLength(count)
})

it('what only looks like one is let through', () => {
  const text = `./home/page.ts https://example.org/home/it $TOP/root/x registry: a port`
  expect(strayAddresses({ path: 'docs/start.md', text })).toEqual([])
})
