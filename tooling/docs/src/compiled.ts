import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, type Example } from './documents.ts'

/** Beside the sources, so that what an example imports is found where a host would find it. */
const folder = fileURLToPath(new URL('../dist/examples', import.meta.url))

/** A file of its own for an example, on the same lines as in its document. */
export const fileFor = ({ document, line, code }: Example): string => {
  const path = join(folder, `${document.replaceAll('/', '+')}.${line}.ts`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, `${'\n'.repeat(line - 1)}${code}export {}\n`)
  return path
}

/** Every public entry of every package of ours, by the source behind it: also of packages that nothing here depends on. */
const entries = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    globSync('packages/*/package.json', { cwd: root }).flatMap((path) => {
      const { name, exports }: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
      return Object.entries(exports ?? {}).flatMap(([entry, target]) => {
        const source = typeof target === 'string' ? undefined : target['@msg/source']
        return source === undefined ? [] : [[name + entry.slice(1), [join(root, dirname(path), source)]] as const]
      })
    }),
  )

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

const settings = {
  extends: '../../../../tsconfig.base.json',
  compilerOptions: {
    lib: ['ES2023', 'ES2024.String', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    useDefineForClassFields: false, // as the widgets' own sources are compiled
    noUnusedLocals: false,
  },
}

/** Compiles each example as a module of its own, strictly; answers the compiler's complaints by document and line. */
export const typeErrorsOf = (examples: readonly Example[]): readonly string[] => {
  rmSync(folder, { recursive: true, force: true })
  const files = examples.map(fileFor)
  const project = join(folder, 'tsconfig.json')
  const compilerOptions = { ...settings.compilerOptions, paths: entries() }
  writeFileSync(project, JSON.stringify({ ...settings, compilerOptions, files }))
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [compiler, '--noEmit', '-p', project], { cwd: folder, encoding: 'utf8' })
    return []
  } catch (error) {
    const output = String(typeof error === 'object' && error !== null && 'stdout' in error ? error.stdout : error)
    const complaints = output.split('\n').filter((line) => /error TS\d+/.test(line))
    if (complaints.length === 0) throw error
    return complaints.map((line) =>
      line.replace(/^([^(]+\.(?:md|txt))\.\d+\.ts\((\d+),\d+\)/, '$1:$2').replaceAll('+', '/'),
    )
  }
}
