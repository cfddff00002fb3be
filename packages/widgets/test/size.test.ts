import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** What an entry loads before anything is done with it: itself, and all it imports at once; in bytes of gzip. */
const initialSize = async (entry: string): Promise<number> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/define/${entry}.ts`, import.meta.url))],
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    conditions: ['@msg/source'],
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const loaded = new Set<string>()
  const load = (path: string): void => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const { kind, path: next } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') load(next)
  }
  load(`out/${entry}.js`)
  const files = outputFiles.filter(({ path }) => [...loaded].some((name) => path.endsWith(name.slice('out'.length))))
  return files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
}

test.each([
  ['unread-badge', 45],
  // What its button opens is loaded when one comes near it.
  ['dm', 14],
  ['room', 45],
  ['inbox', 70],
])('%s loads at most %d kB at first', async (entry, most) => {
  expect(await initialSize(entry)).toBeLessThanOrEqual(most * 1_000)
})
