import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { open } from './readme/open.ts'

it('the example of the README does what it says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msg-attachments-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { files, messaging } = open(folder, new Uint8Array(32))
  onTestFinished(() => messaging.close())
  expect(messaging.features.attachments).toBe(true)
  expect((await files.answer(new Request('https://app.example/files/none'))).status).toBe(404)
})
