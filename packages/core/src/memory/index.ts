export { memoryDirectory } from './directory.ts'
export { createMemoryStore } from './store.ts'
