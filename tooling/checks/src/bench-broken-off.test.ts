import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const mosquitto = new URL('../../bench/src/load/mosquitto.ts', import.meta.url).href

/** Prints whether there is a broker, and lets it run. */
const script = `
import { mosquitto, startMosquitto } from '${mosquitto}'
if (mosquitto !== null) await startMosquitto(mosquitto)
console.log(mosquitto === null ? 'none' : 'started')
`

test('a benchmark that is broken off leaves nothing of its Mosquitto behind', async ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'msg-checks-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const words = ['--conditions=@msg/source', '--input-type=module', '--eval', script]
  const bench = spawn(process.execPath, words, {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(bench, 'exit')
  const [told] = await Promise.race([once(bench.stdout, 'data'), ended])
  if (String(told).trim() === 'none') skip('there is no Mosquitto here')
  expect(readdirSync(folder)).toHaveLength(1)
  bench.kill('SIGTERM')
  expect(await ended).toEqual([130, null])
  expect(readdirSync(folder)).toEqual([])
})
