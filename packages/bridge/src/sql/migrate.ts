import type { Run } from './database.ts'
import { migrations } from './migrations.ts'

/** One migration as one statement: takes a lock, looks whether somebody was faster, applies, and remembers. */
const statement = (version: number, script: string): string => `do $do$
begin
  perform pg_advisory_xact_lock(hashtextextended(':schema:', 5120773390));
  -- Where it is there already, nobody needs the right to make one.
  if to_regnamespace(':schema:') is null then
    create schema :schema:;
  end if;
  create table if not exists :schema:.migration (version integer primary key, applied_at timestamptz not null default now());
  if not exists (select from :schema:.migration where version = ${version}) then
    ${script}
    insert into :schema:.migration (version) values (${version});
  end if;
end $do$`

/** Brings the schema up to date. Safe to run from any number of processes at once. */
export const migrate = async (run: Run): Promise<void> => {
  for (const { version, script } of migrations) await run(statement(version, script))
}
