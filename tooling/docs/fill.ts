// Puts the files that documents show into their `ts file=…` blocks, after such a file was changed.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentPaths, filled, read, root } from './src/documents.ts'

for (const path of documentPaths()) {
  const text = read(path)
  const renewed = filled(path, text)
  if (renewed !== text) writeFileSync(join(root, path), renewed)
}
