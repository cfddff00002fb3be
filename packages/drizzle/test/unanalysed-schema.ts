import type { Database } from '../src/database.ts'
import { openAlone } from './own-database.ts'

/** Otherwise the server itself analyses, some time in the middle of a test. */
const unanalysed = `do $$
declare
  which regclass;
begin
  for which in select c.oid from pg_class c
    where c.relkind = 'r' and c.relnamespace = (select relnamespace from pg_class where oid = 'msg.conversation'::regclass)
  loop
    execute 'alter table ' || which || ' set (autovacuum_enabled = false)';
  end loop;
end $$`

/** A migrated schema on a real Postgres, alone in its database, whose tables nobody ever analyses. Closing drops it. */
export const openUnanalysed = async (url: string): Promise<Database> => {
  const database = await openAlone(url)
  await database.query(unanalysed)
  return database
}
