/** The plans of searches on a real Postgres, which is another version than the embedded one and plans by its own settings. */
import { onPostgres } from '../../test/on-postgres.ts'
import { openAlone } from '../../test/own-database.ts'
import { planned } from '../../test/planned-database.ts'

onPostgres(async (url) => {
  planned.open = () => openAlone(url)
  await import('./search-plans.test.ts')
})
