import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderOf } from './programs.ts'

/** What pgbench runs. */
export interface PgbenchRun {
  readonly url: string
  /** One statement, prepared; with pgbench's own `\set` lines before it where it needs any. */
  readonly script: string
  readonly clients: number
  readonly seconds: number
}

/** The planner's best plan, without statistics: what a limit is measured with. */
const planner = ['seqscan', 'hashjoin', 'mergejoin', 'bitmapscan'].map((name) => `-c enable_${name}=off`).join(' ')

/** Whether the limits can be measured here. */
export const hasPgbench = (): boolean => folderOf('pgbench') !== null

/** Runs a prepared statement over and over: how often a second. */
export const pgbench = async ({ url, script, clients, seconds }: PgbenchRun): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'msg-pgbench-'))
  const file = join(folder, 'script.sql')
  writeFileSync(file, script)
  const numbers = ['-c', String(clients), '-T', String(Math.max(1, Math.round(seconds)))]
  const program = join(folderOf('pgbench') ?? '', 'pgbench')
  const options = ['-n', '-M', 'prepared', '-f', file, ...numbers, url]
  try {
    // On a busy machine the time can be over before all clients are connected: then it says nothing.
    for (let tried = 1; ; tried += 1) {
      const printed = await output(program, options, { ...process.env, PGOPTIONS: planner })
      const tps = /tps = ([\d.]+)/.exec(printed)?.[1]
      if (tps !== undefined) return Number(tps)
      if (tried === 5) throw new Error(`pgbench said nothing of its rate:\n${printed}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const output = (program: string, options: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, options, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(printed) : reject(new Error(printed))))
  })
