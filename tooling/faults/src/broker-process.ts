import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A broker in a process of its own. */
export interface BrokerProcess {
  readonly port: number
  /** The ids of the messages it was told of, in the order in which they came. */
  readonly told: readonly string[]
  /** Resolves once it was told of something. */
  readonly first: Promise<void>
  /** Kills it; resolves when all that it said was heard. */
  kill(): Promise<void>
}

/** Whether it acknowledges what it is told. */
export type Manner = 'acknowledging' | 'holding'

const main = fileURLToPath(new URL('broker-main.ts', import.meta.url))

/** Starts a broker on a port, by default any that is free; resolves when it listens. */
export const startBroker = async (port = 0, manner: Manner = 'acknowledging'): Promise<BrokerProcess> => {
  const words = [main, String(port), ...(manner === 'holding' ? [manner] : [])]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const told: string[] = []
  const first = Promise.withResolvers<void>()
  const given = Promise.withResolvers<number>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, rest = ''] = line.split(' ')
    if (word === 'port') given.resolve(Number(rest))
    if (word !== 'told') return
    told.push(rest)
    first.resolve()
  })
  const ended = closed.then(() => Promise.reject(new Error('the broker ended before it listened')))
  return {
    port: await Promise.race([given.promise, ended]),
    told,
    first: first.promise,
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
