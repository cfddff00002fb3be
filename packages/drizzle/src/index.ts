// Opening a store
export { openPglite } from './pglite.ts'
export type { PgliteOptions } from './pglite.ts'

// The tables, as Drizzle knows them: to read them from your own queries
export * as schema from './schema/tables.ts'
