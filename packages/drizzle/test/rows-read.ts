import type { Database } from '../src/database.ts'

/** SQL: the name of the schema, wherever the texts are rewritten to. */
const schema = `translate('msg.', '".', '')`

const soFar = async (database: Database): Promise<number> => {
  await database.query('select pg_stat_force_next_flush()')
  const [row] = await database.query(`select (
    (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = ${schema})
    + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = ${schema}))::bigint as read`)
  return Number(row?.['read'])
}

/** How many rows the database read for some work, as it counted them itself, inside functions too. */
export const rowsReadBy = async (database: Database, work: () => Promise<unknown>): Promise<number> => {
  const before = await soFar(database)
  await work()
  return (await soFar(database)) - before
}
