/** The plans of searches on a real Postgres, which is another version than the embedded one and plans by its own settings. */
import { onPostgres } from '../../test/on-postgres.ts'
import { planned } from '../../test/planned-database.ts'
import { makePostgresSchema } from '../postgres-testing.ts'

onPostgres(async (url) => {
  planned.open = async () => {
    const { database, drop } = await makePostgresSchema(url, 1)
    return { ...database, close: drop }
  }
  await import('./search-plans.test.ts')
})
