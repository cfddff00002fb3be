import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { llmsFaults, metadataFaults, readmeFaults } from './metadata.ts'
import { publishedPackages, read, root } from './workspace.ts'

const packages = publishedPackages()
const fileOf = (folder: string, name: string) =>
  existsSync(join(root, folder, name)) ? read(`${folder}/${name}`) : undefined

it.each(packages)('$manifest.name says what it is, where it lives and under which licence', (subject) => {
  expect(metadataFaults(subject)).toEqual([])
})

it.each(packages)('$manifest.name has a README that stands alone', ({ folder, manifest }) => {
  expect(readmeFaults(manifest.name, fileOf(folder, 'README.md'))).toEqual([])
})

it.each(packages)('$manifest.name tells language models what it is, and every way in', ({ folder, manifest }) => {
  expect(llmsFaults(manifest, fileOf(folder, 'llms.txt'))).toEqual([])
})

it('an llms.txt that is missing, or forgets an entry, is found', () => {
  const manifest = { name: '@msg/new', exports: { '.': './dist/index.js', './sub': './dist/sub.js' } }
  expect(llmsFaults(manifest, undefined)).toEqual(['is missing'])
  expect(llmsFaults(manifest, '# @msg/new\n\n> New.\n\n- `@msg/new`')).toEqual(['does not name `@msg/new/sub`'])
  expect(llmsFaults({ name: '@msg/old' }, '# @msg/new\n')).toHaveLength(1)
})

it('a package.json that lacks a field, or names another folder, is found', () => {
  const [sound] = packages
  if (sound === undefined) throw new Error('there are no packages')
  const { manifest, folder } = sound
  expect(metadataFaults({ folder, manifest: { name: '@msg/new' } })).toHaveLength(12)
  for (const name of ['description', 'keywords', 'bugs', 'license', 'engines', 'files', 'type', 'sideEffects'])
    expect(metadataFaults({ folder, manifest: { ...manifest, [name]: undefined } })).toEqual([name])
  expect(metadataFaults({ folder: 'packages/other', manifest })).toEqual(['homepage', 'repository'])
  const exports = { ...manifest.exports, './new': { '@msg/source': './src/new.ts', default: './dist/new.js' } }
  expect(metadataFaults({ folder, manifest: { ...manifest, exports } })).toEqual(['publishConfig.exports'])
})

it('a README that is missing, too short or without an example is found', () => {
  const lines = (count: number) => `# @msg/new\n${'text\n'.repeat(count - 1)}`
  expect(readmeFaults('@msg/new', undefined)).toEqual(['is missing'])
  expect(readmeFaults('@msg/new', `${lines(30)}\n`)).toEqual(['shows no TypeScript example'])
  expect(readmeFaults('@msg/new', `${lines(28)}\`\`\`ts`)).toEqual(['has 29 lines instead of 30 to 100'])
  expect(readmeFaults('@msg/new', `${lines(100)}\`\`\`ts`)).toEqual(['has 101 lines instead of 30 to 100'])
  expect(readmeFaults('@msg/old', `${lines(30)}\`\`\`ts`)).toEqual(['does not start with "# @msg/old"'])
})
