import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Metafile } from 'esbuild'
import { unindentedStyles } from '../../../../tooling/tsup/unindented-styles.ts'

/** The files of an entry as a page would load them, by name; none is loaded before something imports it. */
export type Built = Readonly<Record<string, BuiltFile>>

interface BuiltFile extends Pick<Metafile['outputs'][string], 'entryPoint' | 'imports' | 'inputs'> {
  /** In bytes of gzip. */
  readonly size: number
}

/** Bundles an entry of this package, as `dm`. */
export const built = async (entry: string): Promise<Built> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/define/${entry}.ts`, import.meta.url))],
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    conditions: ['@msg/source'],
    plugins: [unindentedStyles],
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const sizeOf = (name: string): number => {
    const file = outputFiles.find(({ path }) => path.endsWith(name.slice('out'.length)))
    return file === undefined ? 0 : gzipSync(file.contents, { level: 9 }).length
  }
  return Object.fromEntries(
    Object.entries(metafile.outputs).map(([name, output]) => [name, { ...output, size: sizeOf(name) }]),
  )
}

/** The names of what a source file, as `define/dm.ts`, brings along at once: the file that it is in, and all that imports. */
export const loadedBy = (files: Built, source: string): ReadonlySet<string> => {
  const loaded = new Set<string>()
  const load = (name: string): void => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const { kind, path } of files[name]?.imports ?? []) if (kind === 'import-statement') load(path)
  }
  const first = Object.entries(files).find(([, { entryPoint }]) => entryPoint?.endsWith(`/src/${source}`))
  if (first === undefined) throw new Error(`${source} is in no file of its own`)
  load(first[0])
  return loaded
}

/** Together, in bytes of gzip. */
export const sizeOf = (files: Built, names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + (files[name]?.size ?? 0), 0)
