// Writes the API reference into dist: npm run reference
import { fileURLToPath } from 'node:url'
import { readReference } from './src/reference.ts'

const reference = await readReference()
await reference.write(fileURLToPath(new URL('dist', import.meta.url)))
console.log(`the reference of ${reference.names.length} entries is in tooling/reference/dist`)
