import { defineConfig } from 'tsup'

/** The build every published package shares: ESM only, one output file per entry; `tsc` emits the declarations. */
export const library = (entry: readonly string[] = ['src/index.ts']) =>
  defineConfig({
    entry: [...entry],
    format: ['esm'],
    target: 'es2022',
    dts: false,
    clean: true,
    sourcemap: true,
  })
