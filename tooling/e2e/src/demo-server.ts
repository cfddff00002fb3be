import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../apps/demo/dist/main.js', import.meta.url))

/** The demo as a process of its own, as a person starts it. */
export interface DemoServer {
  readonly url: string
  readonly port: number
  /** Everything it has printed. */
  output(): string
  /** Ends it and waits until it is gone. */
  end(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<number | null>
}

/** Starts the built demo over a folder, or with `--bridge` over one of its own; resolves when it is ready, rejects with what it printed when it ends before. */
export const startDemo = async (dataDir: string, port = 0, args: readonly string[] = []): Promise<DemoServer> => {
  const child = launchDemo({ DATA_DIR: dataDir, PORT: String(port) }, args)
  let printed = ''
  const exited = once(child, 'exit')
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        const url = /@msg demo: (http:\S+)/.exec(printed)?.[1]
        if (url !== undefined) resolve(url)
      })
  })
  const url = await Promise.race([ready, exited.then(() => null)])
  if (url === null) throw new Error(`the demo ended before it was ready:\n${printed}`)
  return {
    url,
    port: Number(new URL(url).port),
    output: () => printed,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

/** Runs the demo to its end and answers what it printed: for starts that must be refused. */
export const demoThatEnds = async (
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> => {
  const child = launchDemo(env)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await once(child, 'close')
  return { code: child.exitCode, output }
}

/** What is for the tests, not for the demos they start. */
const notInherited = ['NODE_ENV', 'VITEST', 'NODE_OPTIONS', 'DATABASE_URL', 'MQTT_URL']

const launchDemo = (env: Readonly<Record<string, string>>, args: readonly string[] = []): ChildProcess => {
  const inherited = Object.entries(process.env).filter(([name]) => !notInherited.includes(name))
  return spawn(process.execPath, [main, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
