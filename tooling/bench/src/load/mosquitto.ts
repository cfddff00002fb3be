import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from '@msg/e2e/free-port'
import { connect } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { whenBrokenOff } from '../broken-off.ts'
import { cpuOfTree } from '../database/cpu.ts'
import { patience } from './broker.ts'
import type { Broker } from './broker.ts'
import { until } from './crowd.ts'
import { idIn } from './payload.ts'

/** Where Mosquitto is installed; null where it is not. Debian puts it where only root looks. */
export const mosquitto: string | null =
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'mosquitto'))
    .find((path) => existsSync(path)) ?? null

/** Nothing is thrown away, and whoever listens gets what there is at once. */
const settings = (port: number): readonly string[] => [
  `listener ${port} 127.0.0.1`,
  'allow_anonymous true',
  'max_queued_messages 0',
  'max_inflight_messages 0',
  'user root',
]

/**
 * Starts a broker as people run it. It keeps what it is told for a subscriber that is away, and comes only to be asked what it was told
 * of: nobody else has to count along while it is measured.
 */
export const startMosquitto = async (program: string): Promise<Broker> => {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'msg-bench-mosquitto-'))
  const remove = (): void => rmSync(folder, { recursive: true })
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, `${settings(port).join('\n')}\n`)
  const server = spawn(program, ['-c', file], { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const handled = whenBrokenOff(() => {
    server.kill('SIGKILL')
    remove()
  })
  const heard = new Set<string>()
  const come = (): Promise<MqttClient> => subscriber(port, (id) => heard.add(id))
  await (await come()).endAsync()
  return {
    port,
    usage: async () => ({ cpu: cpuOfTree(server.pid ?? null) ?? Number.NaN, rss: Number.NaN }),
    async heardOf(ids) {
      const client = await come()
      await until(() => ids.every((id) => heard.has(id)), patience)
      await client.endAsync()
    },
    async stop() {
      handled()
      server.kill('SIGTERM')
      await ended
      remove()
    },
  }
}

const remembered = { clientId: 'bench', clean: false, manualConnect: true, reconnectPeriod: 0 } as const

/** Whoever listens to everything, and is remembered when away. The broker may just be starting: then it tries again. */
const subscriber = async (port: number, hear: (id: string) => void): Promise<MqttClient> => {
  const end = performance.now() + 10_000
  for (;;) {
    const client = connect({ ...remembered, host: '127.0.0.1', port })
    client.on('message', (_, payload) => hear(idIn(payload)))
    try {
      client.connect()
      await new Promise<void>((resolve, reject) => client.once('connect', () => resolve()).once('error', reject))
      await client.subscribeAsync('#', { qos: 1 })
      return client
    } catch (error) {
      await client.endAsync(true)
      if (performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
