import { unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { renewMeta } from './store.ts'

/** Every table but those that say what the database is. */
const emptying = `do $$
declare
  tables text;
begin
  select string_agg(c.oid::regclass::text, ', ') into tables from pg_class c
  where c.relkind = 'r' and c.relname not in ('migration', 'meta')
    and c.relnamespace = (select relnamespace from pg_class where oid = 'msg.conversation'::regclass);
  execute 'truncate ' || tables || ' restart identity';
end $$`

/** Empties a migrated database, and makes it another one to cursors. For tests. */
export const emptied = async (database: Database): Promise<void> => {
  await database.query(emptying)
  await renewMeta(database)
}

/** The database until it is given back. For tests. */
export const onLoan = (database: Database, giveBack: () => void): Database => {
  let returned = false
  return {
    query: (sql, parameters) =>
      returned ? Promise.reject(unavailable('the store is closed', 'none')) : database.query(sql, parameters),
    async close() {
      if (returned) return
      returned = true
      giveBack()
    },
  }
}
