import { createMemoryStore } from '@msg/core/memory'
import { storeConformance } from './index.ts'

storeConformance('memory', async () => createMemoryStore())
