import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A child process that talks in lines. */
export interface Child {
  readonly pid: number
  /** The next line it writes. */
  line(): Promise<string>
  tell(line: string): void
  /** Ends it as a crash would; resolves when it is gone. */
  kill(): Promise<void>
}

const running = new Set<Child>()

/** Runs a script of this folder in a process of its own. */
export const startChild = (script: string, ...args: readonly string[]): Child => {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@msg/source', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  if (child.stdout === null || child.stdin === null || child.pid === undefined) throw new Error('no child process')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { stdin } = child
  const self: Child = {
    pid: child.pid,
    async line() {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the child process has ended')
      return value
    },
    tell: (line) => void stdin.write(`${line}\n`),
    async kill() {
      running.delete(self)
      child.kill('SIGKILL')
      await exited
    },
  }
  running.add(self)
  return self
}

/** Ends whatever is left. */
export const killChildren = async (): Promise<void> => {
  await Promise.all([...running].map((child) => child.kill()))
}
