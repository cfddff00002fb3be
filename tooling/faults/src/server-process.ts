import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number
  readonly url: string
  /** Sends a signal and waits for the end; answers the exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Where it is, and where its Postgres is. */
export interface ServerProcessOptions {
  /** Default: any that is free. */
  readonly port?: number
  /** Default: what DATABASE_URL says here. */
  readonly databaseUrl?: string
  /** Where the broker is that it tells of messages. Default: it tells none. */
  readonly mqttPort?: number
  /** Milliseconds until another server does what one that died did for all. */
  readonly takeover?: number
}

const main = fileURLToPath(new URL('server-main.ts', import.meta.url))

/** Starts a server over a store (`memory`, `pglite:<folder>`, `postgres:<schema>`); resolves when it is ready. */
export const startServer = async (
  where: string,
  { port = 0, databaseUrl = process.env.DATABASE_URL ?? '', mqttPort, takeover }: ServerProcessOptions = {},
): Promise<ServerProcess> => {
  const telling = JSON.stringify({ mqttPort, takeover })
  const child = spawn(process.execPath, ['--conditions=@msg/source', main, where, String(port), telling], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  const exited = once(child, 'exit')
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  const line = await Promise.race([first, exited.then(() => null)])
  const given = /^port (\d+)$/.exec(String(line?.value))?.[1]
  if (given === undefined) throw new Error('the server ended before it was ready')
  return {
    port: Number(given),
    url: `http://127.0.0.1:${given}`,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}
