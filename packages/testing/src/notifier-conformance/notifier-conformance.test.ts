import { createMemoryStore } from '@msg/core/memory'
import { fakeOutside } from './fake-outside.ts'
import { notifierConformance } from './index.ts'

notifierConformance('memory', async () => ({
  store: createMemoryStore(),
  ...fakeOutside(),
  close: async () => {},
}))
