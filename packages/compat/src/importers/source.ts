import type { Row } from './row.ts'

/** Where rows come from: the database of another system, or a dump of it. */
export interface Source {
  /**
   * The rows of a table, streamed, in the order of these columns; a dump gives them in its own order. One at a time: what was
   * begun before is over.
   * Rejects where there is no such table.
   */
  rows(table: string, orderBy: readonly string[]): AsyncIterable<Row>
  close(): Promise<void>
}
