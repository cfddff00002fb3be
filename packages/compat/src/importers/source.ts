import type { Row } from './row.ts'

/** Where rows come from: the database of another system, or a dump of it. */
export interface Source {
  /**
   * The rows of a table, streamed, in the order of these columns; a dump gives them in its own order. One at a time: what was
   * begun before is over.
   * Rejects where there is no such table.
   */
  rows(table: string, orderBy: readonly string[]): AsyncIterable<Row>
  /** How many rows a table has; null where there is no such table. A dump does not tell that from a table without rows: 0. */
  count(table: string): Promise<number | null>
  close(): Promise<void>
}
