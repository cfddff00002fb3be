import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** A template of Lit's `css`. */
const style = /\bcss`[^`]*`/g

const indentation = /^[ \t]+/gm

/** Takes the indentation out of style sheets: what minifies leaves texts as they are. Lines stay, for source maps. */
export const unindentedStyles: Plugin = {
  name: 'unindented-styles',
  setup(building) {
    building.onLoad({ filter: /[\\/]widgets[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(style, (found) => found.replaceAll(indentation, '')),
      loader: 'ts',
    }))
  },
}
