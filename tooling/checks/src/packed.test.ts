import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importIn, packAll, typeErrorsIn, type PackedPackage } from './packed.ts'
import { publishedPackages, root, type Package } from './workspace.ts'

const packages = publishedPackages()
/** The Node that the reader has: `npm test` may itself run the tests on a newer one. */
const systemNode = process.env['SYSTEM_NODE'] ?? process.execPath
/** The ESM-only profile: what `require` resolves to on a Node without `require(esm)` is nobody's question. */
const outside = ['node10', 'node16-cjs']

/** The declarations of a package's public entries. */
const entriesOf = ({ exports = {} }: Package['manifest']): readonly string[] =>
  Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : (target['types'] ?? [])))

let laidOut: ReturnType<typeof packAll>
beforeAll(() => {
  const unbuilt = packages.filter(({ folder, manifest }) =>
    entriesOf(manifest).some((file) => !existsSync(join(root, folder, file))),
  )
  if (unbuilt.length > 0)
    throw new Error(`build first (npm test does): ${unbuilt.map((each) => each.folder).join(', ')}`)
  laidOut = packAll(packages)
})
afterAll(() => laidOut?.remove())

const packedOf = ({ manifest }: Package): PackedPackage => {
  const found = laidOut.packed.find(({ name }) => name === manifest.name)
  if (found === undefined) throw new Error(`${manifest.name} was not packed`)
  return found
}

describe.each(packages)('$manifest.name as it would be published', (subject) => {
  it('is sound by publint', async () => {
    const { tarball, manifest } = packedOf(subject)
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([])
  })

  it('has types that every module resolution finds and that fit the code', async () => {
    const result = await checkPackage(createPackageFromTarballData(packedOf(subject).tarball))
    if (result.types === false) throw new Error('has no types')
    const problems = result.problems.filter(
      (problem) => !('resolutionKind' in problem && outside.includes(problem.resolutionKind)),
    )
    expect(problems).toEqual([])
  })

  it.each(['nodenext', 'bundler'] as const)('compiles in a project of its own, resolved as %s', (mode) => {
    const { project, specifiers } = packedOf(subject)
    expect(typeErrorsIn(project, mode, specifiers)).toEqual([])
  })

  it('imports on the Node that the reader has, with nothing but what it declares', () => {
    const { project, specifiers } = packedOf(subject)
    expect(importIn(project, systemNode, specifiers)).toBe('ok')
  })
})

it('a package that needs what it does not declare fails to import and to compile', () => {
  const [subject] = laidOut.packed
  if (subject === undefined) throw new Error('there are no packages')
  const folder = join(subject.project, 'node_modules', subject.name, 'dist')
  writeFileSync(join(folder, 'planted.js'), `import 'publint'\n`)
  writeFileSync(join(folder, 'planted.d.ts'), `export type { Message } from 'publint'\nexport * from './lost.ts'\n`)
  writeFileSync(join(subject.project, 'planted.js'), `import './node_modules/${subject.name}/dist/planted.js'\n`)
  expect(() => importIn(subject.project, systemNode, ['./planted.js'])).toThrow(/ERR_MODULE_NOT_FOUND/)
  const planted = `./node_modules/${subject.name}/dist/planted.js`
  expect(typeErrorsIn(subject.project, 'nodenext', [planted])).toHaveLength(2)
  for (const file of ['planted.js', 'planted.d.ts']) rmSync(join(folder, file))
})
