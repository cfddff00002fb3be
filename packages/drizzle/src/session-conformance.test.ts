import { engineOn, sessionConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { pgliteStores } from './testing.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

sessionConformance('in process on PGlite', async (options) => {
  const messaging = engineOn(await stores.open(), options)
  return {
    session: async (userId) => messaging.as(userId),
    close: () => messaging.close(),
  }
})
