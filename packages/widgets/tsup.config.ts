import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { library } from '../../tooling/tsup/library.ts'

const elements = [
  'provider',
  'conversation',
  'dm',
  'room',
  'inbox',
  'unread-badge',
  'members',
  'pins',
  'new-conversation',
  'emoji-picker',
]

/** Everything that runs in the page of `@msg/widgets/page.js`, with what it is made of, in files of which it loads what it needs. */
const pageFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: { start: fileURLToPath(new URL('src/page/start.ts', import.meta.url)) },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
}

const isMapOfText = (map: string): boolean => /"sources":\s*\["page-file:/.test(map)

/** Puts those files where the source has none: each a module of its own whose default export is its text. */
const pageBundle: Plugin = {
  name: 'page-bundle',
  setup(building) {
    let files: ReadonlyMap<string, string> = new Map()
    building.onLoad({ filter: /[\\/]page[\\/]bundle\.ts$/ }, async () => {
      files = await pageFiles()
      const names = [...files.keys()]
      const start = names.find((name) => name.startsWith('start-')) ?? ''
      const loaders = names.map((name) => `${JSON.stringify(name)}: () => import('page-file:${name}')`)
      return { contents: `export const bundle = { start: ${JSON.stringify(start)}, files: { ${loaders.join(', ')} } }` }
    })
    building.onResolve({ filter: /^page-file:/ }, ({ path }) => ({
      path: path.slice('page-file:'.length),
      namespace: 'page-file',
    }))
    building.onLoad({ filter: /.*/, namespace: 'page-file' }, ({ path }) => ({
      contents: files.get(path) ?? '',
      loader: 'text',
    }))
    building.onEnd(({ outputFiles = [] }) => {
      // A map of a text leads nowhere, and is as long as the text.
      const useful = outputFiles.filter(({ path, text }) => !path.endsWith('.map') || !isMapOfText(text))
      outputFiles.splice(0, outputFiles.length, ...useful)
    })
  },
}

export default library(
  ['src/index.ts', 'src/page/inbox-page.ts', ...elements.map((name) => `src/define/${name}.ts`)],
  [pageBundle],
)
