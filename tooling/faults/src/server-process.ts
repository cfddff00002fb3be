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

const main = fileURLToPath(new URL('server-main.ts', import.meta.url))

/** Starts a server over a store (`memory`, `pglite:<folder>`, `postgres:<url>`); resolves when it is ready. */
export const startServer = async (where: string, port = 0): Promise<ServerProcess> => {
  const child = spawn(process.execPath, ['--conditions=@msg/source', main, where, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
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
