import { migrate } from '../migrate.ts'
import { openServer } from '../postgres-server.ts'
import type { PostgresAddress } from '../postgres-server.ts'
import { copyAll } from './copy-all.ts'
import type { CopySummary, CopyWatch } from './copy-all.ts'
import { openSource } from './source.ts'

/** From where to where. */
export interface CopyOptions extends CopyWatch {
  /** The folder of an embedded database. */
  readonly from: string
  /** A Postgres whose schema is empty, or holds what an interrupted copy of this very database left. */
  readonly to: PostgresAddress
}

/**
 * Copies an embedded database into Postgres: every row of every table, as it was, so that ids, times, order, numbers, revisions
 * and the change log stay. Afterwards each table has been compared with its original by a checksum. The copy has another epoch:
 * clients load anew, and nobody is told anything again. Memory stays flat. Interrupted at any point, even killed, it is
 * simply run again; until it is whole, no store opens it. The source is locked meanwhile, and left as it was.
 * @throws unavailable when the source is in use, or of another version, or the target has other data
 * @example await copyDatabase({ from: 'data', to: { url: 'postgres://localhost/app' } })
 */
export const copyDatabase = async ({ from, to, ...watch }: CopyOptions): Promise<CopySummary> => {
  const source = await openSource(from)
  try {
    const { database: target } = await openServer(to)
    try {
      await migrate(target)
      return await copyAll({ source, target }, watch)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
