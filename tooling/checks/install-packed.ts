// Packs every published package and installs each alone (with the @msg packages it depends on) into an empty project,
// by the npm and the Node that the reader has, then imports every entry. Unlike the tests it asks the registry.
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

try {
  for (const subject of packed) {
    const project = join(folder, 'installed', subject.name)
    mkdirSync(project, { recursive: true })
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
    const tarballs = withOurs(subject).map(({ tarballPath }) => tarballPath)
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts']
    execFileSync('npm', ['install', ...options, ...tarballs], {
      cwd: project,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    importIn(project, node, subject.specifiers)
    console.log(`${subject.name}: installs and imports (${subject.specifiers.join(', ')})`)
  }
} finally {
  remove()
}
