import { isMsgError } from '@msg/core'
import type { Logger, Store } from '@msg/core'
import { openPglite, openPostgres } from '@msg/drizzle'
import { SettingError } from './setting-error.ts'

/** Where the demo keeps everything: in a folder, or in a Postgres, by its url. */
export type Storage = { readonly dataDir: string } | { readonly databaseUrl: string }

/** The Postgres schema of the demo: what a product of yours keeps in the same database is never touched. */
export const schema = 'msg_demo'

/** Opens what a demo, or several at once, keep everything in. @throws SettingError where there is no such Postgres, unavailable where the folder is in use */
export const openStore = async (storage: Storage, logger: Logger): Promise<Store> => {
  if ('dataDir' in storage) return openPglite({ dataDir: storage.dataDir })
  try {
    return await openPostgres({ url: storage.databaseUrl, schema, logger })
  } catch (error) {
    if (!isMsgError(error)) throw error
    throw new SettingError(`${error.message}: check DATABASE_URL, or leave it out to keep everything in a folder`)
  }
}
