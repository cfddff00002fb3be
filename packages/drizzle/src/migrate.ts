import { MsgError } from '@msg/core'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/index.ts'

/** SQL: whoever migrates this schema takes this advisory lock first. Any fixed number; another one for each schema. */
const lock = `hashtextextended('msg.', 7236472065)`

const quoted = (script: string): string => `$migration$${script}$migration$`

/**
 * One migration as one statement: takes the lock, looks (with a fresh snapshot) whether somebody was faster, applies, and
 * remembers. Needs no session of its own, so it also works through a pooler.
 */
const statement = ({ version, name, script }: Migration): string => `do $do$
begin
  perform pg_advisory_xact_lock(${lock});
  if to_regnamespace(rtrim('msg.', '.')) is null then
    create schema msg;
  end if;
  create table if not exists msg.migration (
    version integer primary key, name text not null, applied_at timestamptz not null default now());
  if not exists (select from msg.migration where version = ${version}) then
    execute ${quoted(script)};
    insert into msg.migration (version, name) values (${version}, '${name}');
  end if;
end $do$`

/** Brings the schema up to date. Safe to run from any number of processes at once. */
export const migrate = async (database: Database): Promise<void> => {
  const applied = await appliedVersion(database)
  for (const migration of migrations) {
    if (migration.version > applied) await database.query(statement(migration))
  }
}

/** The version that this package brings the schema to. */
export const neededVersion = migrations.at(-1)?.version ?? 0

/** @throws unavailable while the schema is behind what this package needs; one that is ahead will do */
export const checkMigrated = async (database: Database, schema: string): Promise<void> => {
  const applied = await appliedVersion(database)
  if (applied >= neededVersion) return
  throw new MsgError(
    'unavailable',
    `the schema "${schema}" is at version ${applied} of ${neededVersion}: run \`npx @msg/drizzle migrate --url … --schema ${schema}\``,
    { outcome: 'none' },
  )
}

/** The version of the schema; 0 when there is none. */
export const appliedVersion = async (database: Database): Promise<number> => {
  const [found] = await database.query(`select to_regclass('msg.migration') is not null as present`)
  if (found?.['present'] !== true) return 0
  const [row] = await database.query('select coalesce(max(version), 0) as version from msg.migration')
  return typeof row?.['version'] === 'number' ? row['version'] : 0
}
