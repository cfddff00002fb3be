import type { Plugin } from 'esbuild'
import { library } from '../../tooling/tsup/library.ts'
import { pageFiles } from '../../tooling/tsup/page-files.ts'
import { unindentedStyles } from '../../tooling/tsup/unindented-styles.ts'

const elements = [
  'provider',
  'conversation',
  'dm',
  'room',
  'inbox',
  'unread-badge',
  'members',
  'pins',
  'find',
  'keys',
  'new-conversation',
  'emoji-picker',
]

/** Everything that runs in the page of `@msg/widgets/page.js`, with what it is made of. */
const filesOfPage = (): Promise<ReadonlyMap<string, string>> =>
  pageFiles('start', new URL('src/page/start.ts', import.meta.url), {
    minify: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
  })

const isMapOfText = (map: string): boolean => /"sources":\s*\["page-file:/.test(map)

/** Puts those files where the source has none: each a module of its own whose default export is its text. */
const pageBundle: Plugin = {
  name: 'page-bundle',
  setup(building) {
    let files: ReadonlyMap<string, string> = new Map()
    building.onLoad({ filter: /[\\/]page[\\/]bundle\.ts$/ }, async () => {
      files = await filesOfPage()
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
  [pageBundle, unindentedStyles],
)
