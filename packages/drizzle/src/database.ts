/** What may be given to a statement. A list becomes a Postgres array. */
export type Parameter = string | number | boolean | null | readonly string[]

/** A row by column name; numbers and JSON are parsed, everything else is text. */
export type Row = Readonly<Record<string, unknown>>

/** How a statement is sent. */
export interface QueryOptions {
  /** Whether it may be sent while another such statement is under way, to wait in line behind that one where the database is. */
  readonly inLine?: boolean
  /** Milliseconds after which the answer is not waited for any more. Default: as long as it takes. */
  readonly within?: number
}

/**
 * All that the store asks of a driver, so that the same SQL runs on embedded PGlite and on a Postgres pool: one statement,
 * one round trip, its own transaction.
 */
export interface Database {
  query(sql: string, parameters?: readonly Parameter[], options?: QueryOptions): Promise<readonly Row[]>
  /** Whether statements wait in line there, if they may; else each has a connection of its own. Constant once there was a connection. */
  readonly keepsLine?: boolean
  close(): Promise<void>
}

/** The same, with nothing waited for longer than so many milliseconds. */
export const answering = (database: Database, within: number): Database => ({
  ...database,
  query: (sql, parameters, options) => database.query(sql, parameters, { ...options, within }),
})
