/** Erasing on a real Postgres. */
import { onPostgres } from '../test/on-postgres.ts'
import { planned } from '../test/planned-database.ts'
import { makePostgresSchema } from './postgres-testing.ts'

onPostgres(async (url) => {
  planned.open = async () => {
    const { database, drop } = await makePostgresSchema(url, 8)
    return { ...database, close: drop }
  }
  await import('./erasure.test.ts')
})
