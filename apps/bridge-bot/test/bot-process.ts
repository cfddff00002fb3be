import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The bot as a process of its own. */
export interface BotProcess {
  /** Everything it printed. */
  output(): string
  /** Resolves with the exit code when it ended by itself. */
  readonly exited: Promise<number | null>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** How the bot is called. */
export interface BotCall {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** Starts the bot. Of the environment it gets what a process needs to run, and what is given. */
export const startBot = ({ args, env = {}, stdin = '' }: BotCall): BotProcess => {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, ['--conditions=@msg/source', main, ...args], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  const exited = once(child, 'close').then(() => child.exitCode)
  return {
    output: () => printed,
    exited,
    end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return exited
    },
  }
}
