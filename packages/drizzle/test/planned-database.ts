import type { Database } from '../src/database.ts'
import { openFirst } from '../src/pglite-image.ts'

/** On which database the plan tests run: empty, migrated, of one connection. PGlite, unless another test file says otherwise. */
export const planned: { open: () => Promise<Database> } = { open: openFirst }
