/** All that the store asks of a driver: one statement, its own transaction. A `pg` pool and a PGlite have just that. */
export interface Database {
  query(sql: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}

/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>

/** Runs a statement in which `:schema:` stands for the schema. */
export type Run = (sql: string, ...values: readonly unknown[]) => Promise<readonly Row[]>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** Binds a database to a schema. */
export const runIn =
  (database: Database, schema: string): Run =>
  async (sql, ...values) =>
    (await database.query(sql.replaceAll(':schema:', `"${schema}"`), [...values])).rows.filter(isRow)
