import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { publishedPackages, read, root } from './workspace.ts'

// The real command on a copy of every manifest; its texts, for which it asks git who wrote them, are left out.
let folder = ''
const manifests = globSync('{packages,apps,tooling}/*/package.json', { cwd: root })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msg-release-'))
  for (const path of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset', ...manifests])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  const config: object = JSON.parse(read('.changeset/config.json'))
  writeFileSync(join(folder, '.changeset/config.json'), JSON.stringify({ ...config, changelog: false }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const versionAll = () => {
  const command = join(root, 'node_modules/@changesets/cli/bin.js')
  return spawnSync(process.execPath, [command, 'version'], { cwd: folder, encoding: 'utf8' })
}

const pending = (): readonly string[] =>
  readdirSync(join(folder, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md')

const versionOf = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8')).version

it('what is pending can be released: each package it names gets a higher version', () => {
  const texts = pending().map((name) => read(`.changeset/${name}`))
  const isNamed = (name: string): boolean => texts.some((text) => new RegExp(`^['"]${name}['"]:`, 'm').test(text))
  const { status, stdout, stderr } = versionAll()
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
  expect(pending()).toEqual([])
  const named = publishedPackages().filter(({ manifest: { name } }) => isNamed(name))
  for (const { folder: place, manifest } of named)
    expect(versionOf(`${place}/package.json`)).not.toBe(manifest['version'])
})

it('a changeset for a package that is not there is found', () => {
  writeFileSync(join(folder, '.changeset/astray.md'), "---\n'@msg/nowhere': patch\n---\n\nAstray.\n")
  expect(versionAll().status).not.toBe(0)
})
