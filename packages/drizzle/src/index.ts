// Opening a store
export { openPglite } from './pglite.ts'
export type { PgliteOptions } from './pglite.ts'

// Reading from your own queries
/** The tables, as Drizzle knows them. Nothing but the store writes to them. */
export * as schema from './schema/tables.ts'
