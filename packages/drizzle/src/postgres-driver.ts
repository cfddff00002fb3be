/**
 * node-postgres, as far as it is used here: structural, so that any version, and any driver made like it, fits. It is loaded
 * when it is needed, because it is an optional peer.
 */

/** One statement. With a name, each connection parses and plans it once. */
export interface PgQuery {
  readonly text: string
  readonly values: unknown[]
  readonly name?: string
  readonly types?: PgTypes
  /** Milliseconds after which it fails where there was no answer. */
  readonly query_timeout?: number
}

/** How values leave the driver. */
export interface PgTypes {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown
}

/** A connection lent by a pool. */
export interface PgConnection {
  /** Whether a statement is sent while others are under way, instead of waiting for their answers. */
  readonly pipeline?: boolean
  query(query: PgQuery): Promise<{ readonly rows: readonly unknown[] }>
  /** Gives it back; `true` when it is broken and must not be lent again. */
  release(broken?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** A pool of node-postgres, or of a driver made like it. */
export interface PgPool {
  connect(): Promise<PgConnection>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
  readonly options: object
  /** Who waits for a connection right now. */
  readonly waitingCount?: number | undefined
}

/** A connection outside of any pool, for LISTEN. */
export interface PgListener {
  readonly processID?: number | null
  connect(): Promise<unknown>
  query(text: string, values?: string[]): Promise<unknown>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(
    event: 'notification',
    listener: (notification: { readonly processId: number; readonly payload?: string | undefined }) => void,
  ): unknown
}

/** What is used of the package. */
export interface PgPackage {
  readonly Pool: new (options: object) => PgPool
  readonly Client: new (options: object) => PgListener
}

/** Loads node-postgres. @throws saying what to install */
export const loadPg = async (): Promise<PgPackage> => {
  try {
    return await import('pg')
  } catch (error) {
    throw new Error('openPostgres needs node-postgres: install it with `npm install pg`', { cause: error })
  }
}
