import { createMessaging } from '@msg/core'
import type { Store } from '@msg/core'
import { pgliteStores, postgresStores } from '@msg/drizzle/testing'
import { historyConformance } from '@msg/testing'
import type { OpenSessionHost } from '@msg/testing'
import { afterAll } from 'vitest'
import { onPostgres } from './on-postgres.ts'
import { serve } from './serve.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

const inProcess =
  (openStore: () => Promise<Store>): OpenSessionHost =>
  async (options) => {
    const messaging = createMessaging({ ...options, store: await openStore() })
    return { session: async (userId) => messaging.as(userId), close: () => messaging.close() }
  }

const overHttp: OpenSessionHost = async (options) => {
  const { client, close } = await serve(options)
  return { session: (userId) => client(userId), close }
}

historyConformance(
  'in process on PGlite',
  inProcess(() => stores.open()),
  { runs: 60 },
)

historyConformance('a client over HTTP, on memory', overHttp, { runs: 60 })

onPostgres((url) => {
  const schemas = postgresStores(url)
  afterAll(() => schemas.close())

  historyConformance(
    'in process on Postgres',
    inProcess(() => schemas.open()),
    { runs: 60 },
  )
})
