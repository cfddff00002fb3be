import { createHash } from 'node:crypto'
import { uuidFromDigest } from '@msg/core'

/** The id here of what had a key in a table there: the same in each run. */
export const derivedId = (system: string, table: string, key: string): string =>
  uuidFromDigest(
    createHash('sha256')
      .update(JSON.stringify([system, table, key]))
      .digest(),
  )
