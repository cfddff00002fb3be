import { createMemoryStore } from '@msg/core/memory'
import { engineOn } from './host.ts'
import { sessionConformance } from './index.ts'

sessionConformance('in process on memory', async (options) => {
  const messaging = engineOn(createMemoryStore(options), options)
  return { session: async (userId) => messaging.as(userId), close: () => messaging.close() }
})
