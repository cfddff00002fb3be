import type { Store } from '@msg/core'
import type { Database } from './database.ts'
import { text } from './rows/values.ts'

/** So many pruned changes, and the room they took is worth being looked after. */
const enough = 5_000

/** Messages stay: of their table there is next to nothing to be had, and it may take long. */
const tablesSql = `
select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'msg' and c.relkind = 'r' and c.relname <> 'message' order by c.relname`

/**
 * An embedded database has no autovacuum: what was deleted would take room for ever, and be walked through again and again. So that
 * is done here, table by table, after the log has been pruned.
 */
export const vacuuming = (store: Store, database: Database): Store => {
  let pruned = 0
  return {
    ...store,
    async prune(query) {
      const gone = await store.prune(query)
      pruned += gone
      if (gone === query.limit || pruned < enough) return gone
      for (const { name } of await database.query(tablesSql)) await database.query(`vacuum msg.${text(name)}`)
      pruned = 0
      return gone
    },
  }
}
