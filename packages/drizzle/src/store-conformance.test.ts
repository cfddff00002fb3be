import { storeConformance } from '@msg/testing'
import { afterAll } from 'vitest'
import { pgliteStores } from './testing.ts'

const stores = pgliteStores()
afterAll(() => stores.close())

storeConformance('PGlite', () => stores.open())
