import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { MsgError } from '@msg/core'
import type { Database } from '../database.ts'
import { appliedVersion, neededVersion } from '../migrate.ts'
import { openDatabase } from '../pglite.ts'

/**
 * Opens the folder of an embedded database to read all of it: locked, and as it is. Whatever the planner thinks, reading in the
 * order of a key never sorts.
 * @throws unavailable when the folder is in use, is none, or has another schema than this package
 */
export const openSource = async (dataDir: string): Promise<Database> => {
  if (!(await isThere(join(dataDir, 'PG_VERSION')))) throw unfit(`there is no embedded database in "${dataDir}"`)
  const database = await openDatabase({ dataDir })
  try {
    const applied = await appliedVersion(database)
    if (applied !== neededVersion)
      throw unfit(
        applied === 0
          ? `the database in "${dataDir}" is not one of messages`
          : `the database in "${dataDir}" is at version ${applied}, not at ${neededVersion}: ${toMend(applied)}`,
      )
    for (const way of ['seqscan', 'bitmapscan', 'sort']) await database.query(`set enable_${way} = off`)
    return database
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
}

const toMend = (applied: number): string =>
  applied < neededVersion
    ? 'open it once with `openPglite` of this version of @msg/drizzle, and copy again'
    : 'copy it with the version of @msg/drizzle that it was last opened with'

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const unfit = (message: string): MsgError => new MsgError('unavailable', message, { outcome: 'none' })
