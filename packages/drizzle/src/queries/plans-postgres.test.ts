/** The plans of a real Postgres, which is another version than the embedded one and plans by its own settings. */
import { onPostgres } from '../../test/on-postgres.ts'
import { planned } from '../../test/planned-database.ts'
import { makePostgresSchema } from '../postgres-testing.ts'

/** Otherwise the server itself analyses, some time in the middle of it. */
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

onPostgres(async (url) => {
  planned.open = async () => {
    const { database, drop } = await makePostgresSchema(url, 1)
    await database.query(unanalysed)
    return { ...database, close: drop }
  }
  await import('./plans.test.ts')
})
