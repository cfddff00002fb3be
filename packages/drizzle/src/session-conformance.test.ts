import { createMessaging } from '@msg/core'
import { sessionConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { pgliteStores } from './testing.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

sessionConformance('in process on PGlite', async (options) => {
  const messaging = createMessaging({ ...options, store: await stores.open() })
  return {
    session: async (userId) => messaging.as(userId),
    close: () => messaging.close(),
  }
})
