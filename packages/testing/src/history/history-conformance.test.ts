import { createMessaging } from '@msg/core'
import { historyConformance } from './history-conformance.ts'

historyConformance(
  'in process on memory',
  async (options) => {
    const messaging = createMessaging(options)
    return { session: async (userId) => messaging.as(userId), close: () => messaging.close() }
  },
  { runs: 1_000 },
)
