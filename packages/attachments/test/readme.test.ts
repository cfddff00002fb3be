import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { open } from './readme/open.ts'

it('the example of the README runs as it stands there', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', './readme/open.ts'].map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  const folder = await mkdtemp(join(tmpdir(), 'msg-attachments-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { files, messaging } = open(folder, new Uint8Array(32))
  onTestFinished(() => messaging.close())
  expect(messaging.features.attachments).toBe(true)
  expect((await files.answer(new Request('https://app.example/files/none'))).status).toBe(404)
})
