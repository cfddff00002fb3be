import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root, shortName, type Manifest, type Package } from './workspace.ts'

/** A package as a registry would hand it out, unpacked beside what it declares, and nothing else. */
export interface PackedPackage {
  readonly name: string
  readonly manifest: Manifest
  readonly tarball: Uint8Array<ArrayBuffer>
  readonly tarballPath: string
  /** A folder whose `node_modules` holds this package alone; its dependencies are only reachable for itself. */
  readonly project: string
  /** What users import: `@msg/core`, `@msg/core/errors`. */
  readonly specifiers: readonly string[]
}

const link = (target: string, path: string) => {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}

/**
 * Packs the packages with pnpm and lays them out in a temporary folder as a strict package manager would: each sees the
 * dependencies and peers that it declares. Third parties' packages are taken from the workspace, so this needs no
 * network. The packages must be built.
 */
export const packAll = (packages: readonly Package[]) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'msg-packed-')))
  const unpacked = (name: string) => join(folder, 'store', name.replace('/', '+'), 'node_modules', name)

  const packed = packages.map((subject): PackedPackage => {
    const { name } = subject.manifest
    const destination = join(folder, 'tarballs', shortName(subject))
    execFileSync('pnpm', ['pack', '--pack-destination', destination], {
      cwd: join(root, subject.folder),
      stdio: 'pipe',
    })
    const [file = ''] = readdirSync(destination)
    execFileSync('tar', ['-xzf', join(destination, file), '-C', destination])
    cpSync(join(destination, 'package'), unpacked(name), { recursive: true })
    const manifest: Manifest = JSON.parse(readFileSync(join(unpacked(name), 'package.json'), 'utf8'))
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const ours = packages.some((other) => other.manifest.name === dependency)
      const installed = join(root, subject.folder, 'node_modules', dependency)
      link(
        ours ? unpacked(dependency) : realpathSync(installed),
        join(folder, 'store', name.replace('/', '+'), 'node_modules', dependency),
      )
    }
    const project = join(folder, 'projects', shortName(subject))
    link(unpacked(name), join(project, 'node_modules', name))
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
    const specifiers = Object.entries(manifest.exports ?? {})
      .filter(([, target]) => typeof target !== 'string' || target.endsWith('.js'))
      .map(([entry]) => `${name}${entry.slice(1)}`)
    const tarballPath = join(destination, file)
    const tarball = new Uint8Array(readFileSync(tarballPath))
    return { name, manifest, tarball, tarballPath, project, specifiers }
  })
  return { packed, folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Imports the given names in a process of the given Node, in the project's folder; throws what it says otherwise. */
export const importIn = (project: string, node: string, specifiers: readonly string[]): string =>
  execFileSync(
    node,
    ['--input-type=module', '-e', `${specifiers.map((each) => `await import('${each}');`).join('')}console.log('ok')`],
    { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  ).trim()

/**
 * Compiles a file that imports the given names under a module resolution, declarations of the packages included, and
 * returns the compiler's complaints about that file or about `@msg` packages.
 */
export const typeErrorsIn = (project: string, mode: 'nodenext' | 'bundler', specifiers: readonly string[]) => {
  const uses = specifiers.map((each, index) => `import * as names${index} from '${each}'\nexport { names${index} }\n`)
  writeFileSync(join(project, 'use.ts'), uses.join(''))
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess']
  // The compiler's own declarations of the language and the DOM are not what is looked at.
  const options = ['--noEmit', '--skipDefaultLibCheck', ...strict]
  const target = ['--target', 'es2022', '--lib', 'es2023,dom,dom.iterable', '--types', '']
  const resolution = ['--module', mode === 'nodenext' ? 'nodenext' : 'esnext', '--moduleResolution', mode]
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  try {
    execFileSync(process.execPath, [compiler, ...options, ...target, ...resolution, 'use.ts'], {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return []
  } catch (error) {
    const output = String(typeof error === 'object' && error !== null && 'stdout' in error ? error.stdout : error)
    const complaints = output.split('\n').filter((line) => /error TS\d+/.test(line))
    if (complaints.length === 0) throw error
    return complaints.filter((line) => /^use\.ts|node_modules\/@msg\/|^error/.test(line))
  }
}
