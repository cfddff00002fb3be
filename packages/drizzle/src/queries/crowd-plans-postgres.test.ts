/** The same on a real Postgres, which is another version than the embedded one and plans by its own settings. */
import { onPostgres } from '../../test/on-postgres.ts'
import { planned } from '../../test/planned-database.ts'
import { openUnanalysed } from '../../test/unanalysed-schema.ts'

onPostgres(async (url) => {
  planned.open = () => openUnanalysed(url)
  await import('./crowd-plans.test.ts')
})
