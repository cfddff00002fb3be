import type { ImportBatch } from '@msg/core'
import type { Source } from './source.ts'

/** What one row, or a few, turned out to be. */
export type Piece = ImportBatch | Skipped

/** A row that is left out. */
export interface Skipped {
  /** Lower-case words joined by `_`. */
  readonly skipped: string
  /** Which row: its table and its key. */
  readonly row: string
}

/** Knows one system: what its rows are here. */
export interface Importer {
  /** What it is called on the command line. */
  readonly system: string
  /** The tables it goes through, in that order: one that it goes through twice is named twice. */
  readonly tables: readonly string[]
  /** Everything there is, in an order in which what an item names comes with it or before it. */
  pieces(source: Source): AsyncIterable<Piece>
}
