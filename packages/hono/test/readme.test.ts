import { readFile } from 'node:fs/promises'
import { expect, it, onTestFinished } from 'vitest'
import { start } from './readme/start.ts'

it('the example of the README runs as it stands there', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', './readme/start.ts'].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  const { url, stop } = await start(0)
  onTestFinished(stop)
  const config = await fetch(`${url}/chat/config`, { headers: { authorization: 'Bearer alice' } })
  expect(await config.json()).toMatchObject({ me: 'alice', features: { websocket: true } })
})
