// Opening a store
export { openPglite } from './pglite.ts'
export type { PgliteOptions } from './pglite.ts'
export { migratePostgres, openPostgres } from './postgres.ts'
export type { PostgresOptions } from './postgres.ts'
export type { PostgresAddress } from './postgres-server.ts'
export type { PgPool } from './postgres-driver.ts'

// Mending one
export { repairPostgres } from './repair.ts'
export type { RepairReport } from './repair.ts'
