import { liveConformance } from '@msg/testing'
import { openHostOver } from './support/serve.ts'

for (const transport of ['websocket', 'sse', 'polling'] as const)
  liveConformance(`a client over ${transport}`, openHostOver(transport))
