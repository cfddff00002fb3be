import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { document, table } from './readme/merge.ts'

it('the example of the README runs as it stands there', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', './readme/merge.ts'].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(document.servers).toEqual([{ url: '/chat' }])
  expect(table[0]).toMatch(/^conversations\.startDirect: POST \/directs -> 200, or invalid, unauthenticated/)
})
