import { createMemoryStore } from '@msg/core/memory'
import { storeConformance } from '@msg/testing'
import { observedStore } from './storage.ts'

storeConformance('an observed store', async () => observedStore(createMemoryStore(), () => {}))
