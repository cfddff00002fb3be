import { describe, expect, it } from 'vitest'
import { wrongDependencies, wrongImports } from './boundaries.ts'
import { publishedPackages, sourcesOf, type Manifest } from './workspace.ts'

const packages = publishedPackages()
const manifests = new Map(packages.map(({ manifest }) => [manifest.name, manifest]))

describe('the packages as they are', () => {
  it.each(packages)('$manifest.name declares only dependencies that the arrows allow', ({ manifest }) => {
    expect(wrongDependencies(manifest)).toEqual([])
  })

  it.each(packages)('$manifest.name imports only what it declares, by public entries', (user) => {
    expect(wrongImports(user, sourcesOf(user), manifests)).toEqual([])
  })
})

describe('a planted violation is found', () => {
  const core: Manifest = { name: '@msg/core', exports: { '.': './a.js', './errors': './b.js' } }
  const drizzle: Manifest = { name: '@msg/drizzle', dependencies: { '@msg/core': '*' }, peerDependencies: { pg: '*' } }
  const known = new Map([core, drizzle].map((manifest) => [manifest.name, manifest]))
  const judged = (manifest: Manifest, text: string) => {
    const folder = `packages/${manifest.name.slice(5)}`
    return wrongImports({ folder, manifest }, [{ path: `${folder}/src/verbs/send.ts`, text }], known)
  }

  it.each([
    ['a sibling', `import { mount } from '@msg/hono'`, 'goes against the arrows'],
    ['a sibling, for a type', `import type { Mount } from '@msg/hono'`, 'goes against the arrows'],
    ['a sibling, in a type', `export type A = import('@msg/hono').Mount`, 'goes against the arrows'],
    ['a sibling, late', `export const a = () => import('@msg/hono')`, 'goes against the arrows'],
    ['a sibling, passed on', `export * from '@msg/hono'`, 'goes against the arrows'],
    ['the inside of core', `import { a } from '@msg/core/src/rules/direct.ts'`, 'is not a public entry of @msg/core'],
    ['a neighbour by path', `import { a } from '../../../core/src/index.ts'`, 'leaves its package by a relative path'],
    ['an undeclared package', `import { z } from 'zod'`, 'is not in the dependencies of @msg/drizzle'],
  ])('an adapter that imports %s', (_, text, reason) => {
    expect(judged(drizzle, text)).toEqual([expect.stringContaining(reason)])
    expect(judged(drizzle, `\n${text}`)).toEqual([expect.stringContaining('packages/drizzle/src/verbs/send.ts:2: ')])
  })

  it('but an adapter may import core, an entry of core, its peers, Node and its own files', () => {
    const text = `import '@msg/core'; import '@msg/core/errors'; import 'pg'; import 'node:fs'; import '../index.ts'`
    expect(judged(drizzle, text)).toEqual([])
  })

  it('core that imports Node', () => {
    expect(judged(core, `import { readFile } from 'node:fs'`)).toEqual([expect.stringContaining('runs anywhere')])
  })

  it('core with a dependency, an adapter that depends on a sibling, a package without a row', () => {
    expect(wrongDependencies({ ...core, dependencies: { zod: '*' } })).toHaveLength(1)
    expect(wrongDependencies({ ...drizzle, peerDependencies: { '@msg/hono': '*' } })).toHaveLength(1)
    expect(wrongDependencies({ name: '@msg/new' })).toHaveLength(1)
  })
})
