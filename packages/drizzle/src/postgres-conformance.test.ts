import { engineOn, fakeOutside, notifierConformance, sessionConformance, storeConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { takenBesideNobody } from '../test/beside-nobody.ts'
import { onPostgres } from '../test/on-postgres.ts'
import { postgresStores } from './testing.ts'

onPostgres((url) => {
  const stores = postgresStores(url)
  afterAll(() => stores.close())

  storeConformance('Postgres', async () => takenBesideNobody(await stores.open()))

  notifierConformance('Postgres', async () => ({
    store: await stores.open(),
    ...fakeOutside(),
    close: async () => {},
  }))

  sessionConformance('in process on Postgres', async (options) => {
    const messaging = engineOn(await stores.open(), options)
    return {
      session: async (userId) => messaging.as(userId),
      close: () => messaging.close(),
    }
  })
})
