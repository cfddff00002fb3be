/** What may be given to a statement. A list becomes a Postgres array. */
export type Parameter = string | number | boolean | null | readonly string[]

/** A row by column name; numbers and JSON are parsed, everything else is text. */
export type Row = Readonly<Record<string, unknown>>

/**
 * All that the store asks of a driver, so that the same SQL runs on embedded PGlite and on a Postgres pool: one statement,
 * one round trip, its own transaction.
 */
export interface Database {
  query(sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>
  close(): Promise<void>
}
