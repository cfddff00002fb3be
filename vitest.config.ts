import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Vitest keeps a token for its browser runs in the user's data folder: this keeps it, like all else, in the repository.
process.env.XDG_DATA_HOME = fileURLToPath(new URL('node_modules/.data', import.meta.url))

// What one process has compiled, and stripped of its types, no other does again: starting one takes half the time.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

// What every process of the run loads where it is asked for: see the files.
const { JITTER, COARSE } = process.env
const loaded = [...(JITTER ? ['jitter.ts'] : []), ...(COARSE ? ['coarse-clock.ts'] : [])]
for (const file of loaded)
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${new URL(`tooling/vitest/${file}`, import.meta.url).href}`

export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'apps/*/vitest.config.ts', 'tooling/*/vitest.config.ts'],
    reporters: ['default', './tooling/vitest/closing-line.ts'],
    maxWorkers: 2,
  },
})
