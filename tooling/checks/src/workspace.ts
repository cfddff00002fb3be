import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What the checks read of a `package.json`. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>> | string>>
  readonly [field: string]: unknown
}

/** A file by its path from the repository's folder, with `/` between the parts. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** One folder of the workspace. */
export interface Package {
  /** Its path from the repository's folder, as in `packages/core`. */
  readonly folder: string
  readonly manifest: Manifest
}

const slashed = (path: string) => path.split(sep).join('/')

/** Reads a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The packages in `packages/*`: all of them are published unless marked private. */
export const publishedPackages = (): readonly Package[] =>
  globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => {
      const manifest: Manifest = JSON.parse(read(path))
      return { folder: slashed(join(path, '..')), manifest }
    })
    .filter(({ manifest }) => manifest.private !== true)

/** Whether a file is test code, which may reach further than what is published. */
export const isTest = (path: string): boolean => /\.(test|spec|bench)\.tsx?$|\/(test|bench|fixtures)\//.test(path)

/** The TypeScript files of a package's `src` folder that end up in what is published. */
export const sourcesOf = ({ folder }: Package): readonly SourceFile[] =>
  globSync('src/**/*.ts', { cwd: join(root, folder) })
    .toSorted()
    .map((path) => slashed(relative(root, join(root, folder, path))))
    .filter((path) => !isTest(path))
    .map((path) => ({ path, text: read(path) }))

/** The source files behind a package's public entries, from the `@msg/source` condition of its exports. */
export const entriesOf = ({ folder, manifest }: Package): readonly string[] =>
  Object.values(manifest.exports ?? {}).flatMap((target) => {
    const source = typeof target === 'string' ? undefined : target['@msg/source']
    return source === undefined ? [] : [slashed(join(folder, source))]
  })

/** Every text file that git tracks or would track. */
export const trackedFiles = (): readonly SourceFile[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)) && !/\.(png|jpg|gif|ico|woff2|gz|zip)$/.test(path))
    .map((path) => ({ path, text: read(path) }))

/** A package's name without its scope. */
export const shortName = ({ folder }: Package): string => basename(folder)
