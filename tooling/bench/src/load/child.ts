import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own. */
export interface Child {
  readonly port: number
  /** Microseconds of CPU so far, and bytes of memory. */
  usage(): Promise<Usage>
  /** The same after a collection, which itself takes a while. */
  settled(): Promise<Usage>
  tell(message: object): void
  /** Says something, and resolves with what is said next. */
  ask(message: object): Promise<unknown>
  close(): Promise<void>
}

export interface Usage {
  readonly cpu: number
  readonly rss: number
}

/**
 * How a server is run whose sockets are counted in bytes: otherwise V8 keeps more than a hundred megabytes of pages that it
 * has emptied, for later, and they would count as the sockets'.
 */
export const thrifty = ['--max-semi-space-size=1'] as const

/** Runs a script of this package, with further options of Node's; resolves when it serves. */
export const startChild = async (
  script: string,
  words: readonly string[] = [],
  options: readonly string[] = [],
): Promise<Child> => {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url))
  const profile =
    process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`]
  const child = fork(path, [...words], {
    execArgv: ['--conditions=@msg/source', '--expose-gc', ...options, ...profile],
  })
  const exited = once(child, 'exit')
  const port = numberOf(await answer(child, exited), 'port')
  let turn: Promise<unknown> = Promise.resolve()
  const ask = (what: string | object): Promise<unknown> => {
    const mine = turn.then(() => {
      child.send(what)
      return answer(child, exited)
    })
    turn = mine.catch(() => {})
    return mine
  }
  const askUsage = async (what: 'usage' | 'memory'): Promise<Usage> => {
    const told = await ask(what)
    return { cpu: numberOf(told, 'cpu'), rss: numberOf(told, 'rss') }
  }
  return {
    port,
    usage: () => askUsage('usage'),
    settled: () => askUsage('memory'),
    ask,
    tell: (message) => void child.send(message),
    async close() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

const answer = async (child: ReturnType<typeof fork>, exited: Promise<unknown>): Promise<unknown> => {
  const ended = exited.then(() => {
    throw new Error('a server of the benchmark has ended')
  })
  const [message]: unknown[] = await Promise.race([once(child, 'message'), ended])
  return message
}

const numberOf = (message: unknown, name: string): number => {
  const value: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined
  if (typeof value !== 'number') throw new Error(`a server of the benchmark did not tell its ${name}`)
  return value
}
