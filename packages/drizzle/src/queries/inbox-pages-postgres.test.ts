/** Inboxes that were read before, on a real Postgres. */
import { onPostgres } from '../../test/on-postgres.ts'
import { planned } from '../../test/planned-database.ts'
import { openUnanalysed } from '../../test/unanalysed-schema.ts'

onPostgres(async (url) => {
  planned.open = () => openUnanalysed(url)
  await import('./inbox-pages.test.ts')
})
