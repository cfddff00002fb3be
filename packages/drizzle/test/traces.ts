import type { Database } from '../src/database.ts'

/** The ordinary tables of the database's own schema, as they can be named in a query. */
const tablesSql = `
select c.oid::regclass::text as name from pg_class c
where c.relkind = 'r' and c.relnamespace = (select relnamespace from pg_class where oid = 'msg.conversation'::regclass)`

/** Every row of every table that contains one of these words, as a text. */
export const tracesOf = async (database: Database, words: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = []
  for (const { name } of await database.query(tablesSql)) {
    const rows = await database.query(
      `select t::text as row from ${String(name)} t
      where exists (select from unnest($1::text[]) as w (word) where strpos(t::text, w.word) > 0)`,
      [words],
    )
    found.push(...rows.map(({ row }) => `${String(name)}: ${String(row)}`))
  }
  return found
}
