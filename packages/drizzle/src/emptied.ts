import { unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { renewMeta } from './store.ts'

/** SQL: from so many rows on, a table is emptied whole; fewer are deleted faster than a table is made anew. */
const many = 1_000

/**
 * Every table but those that say what the database is, once nobody is at any of them. What counts begins anew, however empty
 * its table is: it may have counted what is gone already.
 */
const emptying = `do $$
declare
  tables regclass[];
  whole regclass[] := '{}';
  candidate regclass;
  counting name;
  rows integer;
begin
  tables := array(
    select c.oid::regclass from pg_class c
    where c.relkind = 'r' and c.relname not in ('migration', 'meta')
      and c.relnamespace = (select relnamespace from pg_class where oid = 'msg.conversation'::regclass));
  execute 'lock table ' || array_to_string(tables, ', ');
  foreach candidate in array tables loop
    execute format('select count(*) from (select from %s limit ${many}) as first', candidate) into rows;
    if rows = ${many} then
      whole := whole || candidate;
    elsif rows > 0 then
      execute format('delete from %s', candidate);
    end if;
    for counting in select attname from pg_attribute a where a.attrelid = candidate and a.attidentity <> '' loop
      perform setval(pg_get_serial_sequence(candidate::text, counting), 1, false);
    end loop;
  end loop;
  if whole <> '{}' then execute 'truncate ' || array_to_string(whole, ', '); end if;
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
    ...database,
    query: (...statement) =>
      returned ? Promise.reject(unavailable('the store is closed', 'none')) : database.query(...statement),
    async close() {
      if (returned) return
      returned = true
      giveBack()
    },
  }
}
