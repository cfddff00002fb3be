import { defineConfig } from 'tsup'
import type { Options } from 'tsup'

/**
 * The build every published package shares: ESM only, one output file per entry, placed below `dist` as the entry is below
 * `src`; `tsc` emits the declarations.
 */
export const library = (
  entry: readonly string[] = ['src/index.ts'],
  esbuildPlugins: NonNullable<Options['esbuildPlugins']> = [],
) =>
  defineConfig({
    entry: Object.fromEntries(entry.map((path) => [path.replace(/^src\/(.*)\.ts$/, '$1'), path])),
    format: ['esm'],
    target: 'es2022',
    dts: false,
    clean: true,
    sourcemap: true,
    esbuildPlugins,
  })
