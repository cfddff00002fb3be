// Opening a store
export { openPglite } from './pglite.ts'
export type { PgliteOptions } from './pglite.ts'
