import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { talk } from './readme/talk.ts'
import { serve } from './support/serve.ts'

it('the example of the README runs as it stands there', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', './readme/talk.ts'].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  const { url } = await serve()
  expect(await talk(url, 'alice')).toMatchObject([{ authorId: 'alice', body: 'hello', seq: 1 }])
})
