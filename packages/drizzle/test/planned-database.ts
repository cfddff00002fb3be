import type { Database } from '../src/database.ts'
import { migrate } from '../src/migrate.ts'
import { openDatabase } from '../src/pglite.ts'

/** On which database the plan tests run: empty, migrated, of one connection. PGlite, unless another test file says otherwise. */
export const planned: { open: () => Promise<Database> } = {
  async open() {
    const database = await openDatabase({})
    await migrate(database)
    return database
  },
}
