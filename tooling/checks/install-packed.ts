// Packs every published package and installs each alone (with the @msg packages it depends on) into an empty project,
// by the npm and the Node that the reader has. Its first entry must import with nothing but what npm installs by itself,
// every other entry once the optional peers are there too. Unlike the tests this asks the registry.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { importIn, packAll, type PackedPackage } from './src/packed.ts'
import { publishedPackages } from './src/workspace.ts'

const node = process.env['SYSTEM_NODE'] ?? process.execPath
const env = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) }
const { packed, folder, remove } = packAll(publishedPackages())

/** A package and all of ours that it needs, directly or not. */
const withOurs = (subject: PackedPackage): readonly PackedPackage[] => {
  const names = Object.keys({ ...subject.manifest.dependencies, ...subject.manifest.peerDependencies })
  const below = packed.filter(({ name }) => names.includes(name)).flatMap(withOurs)
  return [...new Set([subject, ...below])]
}

const install = (project: string, specs: readonly string[]): void => {
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts']
  execFileSync('npm', ['install', ...options, ...specs], { cwd: project, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

const check = (subject: PackedPackage): void => {
  const { name, manifest, specifiers } = subject
  const project = join(folder, 'installed', name)
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  install(
    project,
    withOurs(subject).map(({ tarballPath }) => tarballPath),
  )
  importIn(project, node, specifiers.slice(0, 1))
  const optional = Object.entries(manifest.peerDependencies ?? {})
    .filter(([peer]) => manifest.peerDependenciesMeta?.[peer]?.optional === true)
    .map(([peer, range]) => `${peer}@${range}`)
  if (optional.length > 0) install(project, optional)
  importIn(project, node, specifiers)
  console.log(`${name} installs and imports: ${specifiers.join(', ')}`)
}

try {
  for (const subject of packed) check(subject)
} catch (error) {
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? error.stderr : undefined
  console.error(typeof output === 'string' && output !== '' ? output : error)
  process.exitCode = 1
} finally {
  remove()
}
