import { fakeOutside, notifierConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { pgliteStores } from './testing.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

notifierConformance('PGlite', async () => ({ store: await stores.open(), ...fakeOutside(), close: async () => {} }))
