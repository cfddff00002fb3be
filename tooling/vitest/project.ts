import { defineProject, type UserWorkspaceConfig } from 'vitest/config'

// Vite adds `import` and `default` by itself. Said here, Node would be told too, and `require` would get ES modules.
const conditions = ['@msg/source', 'module', 'node', 'development|production']

/** A package's vitest project: workspace packages resolve to their source, so tests never see a stale build. */
export const project = (name: string, test: UserWorkspaceConfig['test'] = {}) =>
  defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: ['@msg/source', 'node', 'import', 'default'] } },
    // Said here, because the root's setting does not reach the projects: two files at a time, on machines of two cores too.
    test: { name, maxWorkers: 2, testTimeout: 30_000, hookTimeout: 60_000, ...test },
  })
