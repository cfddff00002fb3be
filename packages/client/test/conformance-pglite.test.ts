import { pgliteStores } from '@msg/drizzle/testing'
import { sessionConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { openHost } from './support/serve.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

sessionConformance('a client over HTTP and WebSocket, on PGlite', async (options) =>
  openHost(options, await stores.open()),
)
