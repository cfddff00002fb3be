import { createMessaging } from '@msg/core'
import { sessionConformance } from './index.ts'

sessionConformance('in process on memory', async (options) => {
  const messaging = createMessaging(options)
  return { session: async (userId) => messaging.as(userId), close: () => messaging.close() }
})
