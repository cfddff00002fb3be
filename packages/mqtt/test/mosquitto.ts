import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { connectAsync } from 'mqtt'
import type { Entrance } from './broker.ts'

/** Where Mosquitto is installed; null where it is not. Debian puts it where only root looks. */
export const mosquitto: string | null =
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, 'mosquitto'))
    .find((path) => existsSync(path)) ?? null

/** A Mosquitto of its own, whose sessions outlive the process. */
export interface Mosquitto {
  /** For publishers, by the entrance asked for. */
  readonly port: number
  /** For who only listens: plain TCP. */
  readonly plainPort: number
  /** Resolves once it answers. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Stops it, and removes what it kept. */
  close(): Promise<void>
}

/** Prepares one; it does not run yet. */
export const prepareMosquitto = async (entrance: Entrance): Promise<Mosquitto> => {
  if (mosquitto === null) throw new Error('Mosquitto is not installed')
  const program = mosquitto
  const folder = await mkdtemp(join(tmpdir(), 'msg-mosquitto-'))
  const [port, plainPort] = [await freePort(), await freePort()]
  const settings = join(folder, 'mosquitto.conf')
  const kept = ['persistence true', `persistence_location ${folder}/`, 'max_queued_messages 0', 'user root']
  const open = ['allow_anonymous true', `listener ${plainPort} 127.0.0.1`, `listener ${port} 127.0.0.1`]
  await writeFile(settings, [...kept, ...open, ...(await entranceLines(folder, entrance)), ''].join('\n'))
  let stop = async (): Promise<void> => {}
  return {
    port,
    plainPort,
    async start() {
      const child = spawn(program, ['-c', settings], { stdio: ['ignore', 'ignore', 'pipe'] })
      const ended = once(child, 'exit')
      stop = async () => {
        child.kill('SIGTERM')
        await ended
      }
      await new Promise<void>((resolve, reject) => {
        let said = ''
        child.stderr.on('data', (chunk: Buffer) => {
          said += String(chunk)
          if (/ running\n/.test(said)) resolve()
        })
        child.on('exit', () => reject(new Error(`mosquitto ended: ${said}`)))
      })
      // It says that it runs a moment before it does, and loses a signal that comes in between.
      const client = await connectAsync({ host: '127.0.0.1', port: plainPort })
      await client.endAsync()
    },
    stop: () => stop(),
    async close() {
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}

const entranceLines = async (folder: string, entrance: Entrance): Promise<readonly string[]> => {
  if (entrance.by === 'tcp') return []
  if (entrance.by === 'websocket') return ['protocol websockets']
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await writeFile(certificate, entrance.cert)
  await writeFile(key, entrance.key)
  return [`certfile ${certificate}`, `keyfile ${key}`]
}

/** Nobody listens on them yet, or all the time: none is given twice. */
const given = new Set<number>()

/** Not among those that systems lend to whoever asks for any: nobody gets it by chance while Mosquitto does not run. */
const freePort = async (): Promise<number> => {
  const port = randomInt(20_000, 32_000)
  if (given.has(port) || !(await isFree(port))) return freePort()
  given.add(port)
  return port
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
