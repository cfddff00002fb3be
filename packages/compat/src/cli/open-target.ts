import { createMessaging, MsgError } from '@msg/core'
import type { Messaging } from '@msg/core'
import { isPostgres, reasonOf, schemeOf, shownAddress } from '../importers/sources/address.ts'
import { ofStore } from './with-store.ts'

/** Opens where an import goes: a Postgres, or the folder of an embedded database. @throws invalid or unavailable, saying what it could not open */
export const openTarget = async (to: string, schema: string | undefined): Promise<Messaging> => {
  const { openPglite, openPostgres } = await ofStore(() => import('@msg/drizzle'))
  if (!isPostgres(to)) {
    const scheme = schemeOf(to)
    if (scheme !== null)
      throw new MsgError('invalid', `nothing is written to ${scheme}://, but to postgres://, or a folder`)
    return createMessaging({ store: await openPglite({ dataDir: to }) })
  }
  try {
    return createMessaging({ store: await openPostgres({ url: to, ...(schema === undefined ? {} : { schema }) }) })
  } catch (error) {
    throw new MsgError('unavailable', `cannot write to the Postgres at ${shownAddress(to)}: ${reasonOf(error)}`, {
      outcome: 'none',
      cause: error,
    })
  }
}
