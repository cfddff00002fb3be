import { fileURLToPath } from 'node:url'
import { defineProject, type UserWorkspaceConfig } from 'vitest/config'

// Vite adds `import` and `default` by itself. Said here, Node would be told too, and `require` would get ES modules.
const conditions = ['@msg/source', 'module', 'node', 'development|production']

/** A package's vitest project: workspace packages resolve to their source, so tests never see a stale build. */
export const project = (name: string, test: UserWorkspaceConfig['test'] = {}) =>
  defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: ['@msg/source', 'node', 'import', 'default'] } },
    test: {
      name,
      // Said here, because the root's setting does not reach the projects: two files at a time, on machines of two cores too.
      maxWorkers: 2,
      // However slow the machine: what takes this long has stopped. A bound that proves something says so where it is.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // One migrated database for all processes of a run, instead of one for each.
      env: { MSG_PGLITE_IMAGES: fileURLToPath(new URL('../../node_modules/.cache/pglite', import.meta.url)) },
      expect: { poll: { timeout: 60_000, interval: 10 } },
      ...test,
    },
  })
