import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@msg/e2e/free-port'
import { Client } from 'pg'
import { whenBrokenOff } from '../broken-off.ts'
import { folderOf, postgresUser } from './programs.ts'

/** A Postgres to measure on. */
export interface Cluster {
  readonly url: string
  /** The postmaster's process, where it is ours: its CPU time can be read. */
  readonly pid: number | null
  close(): Promise<void>
}

/** Durable as in production, and never analysed: a new install has no statistics, and plans must be good without. */
const settings = [
  'fsync=on',
  'synchronous_commit=on',
  'autovacuum=off',
  'max_connections=400',
  'shared_buffers=1GB',
  'max_wal_size=8GB',
  'jit=off',
]

/** The database of `DATABASE_URL`, else a throw-away cluster on loopback; null where Postgres is not installed. */
export const openCluster = async (): Promise<Cluster | null> => {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { url: given, pid: null, close: async () => {} }
  const bin = folderOf('initdb')
  return bin === null ? null : startCluster(bin)
}

const startCluster = async (bin: string): Promise<Cluster> => {
  const user = postgresUser()
  const owner = user ?? {}
  const folder = mkdtempSync(join(tmpdir(), 'msg-bench-'))
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const initdb = ['-D', data, '-A', 'trust', '-U', 'bench', '-E', 'UTF8', '--locale=C']
    execFileSync(join(bin, 'initdb'), initdb, { ...owner, cwd: folder, stdio: 'ignore' })
    const port = await freePort()
    const places = ['-h', '127.0.0.1', '-p', String(port), '-k', folder]
    const options = settings.flatMap((setting) => ['-c', setting])
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...places, ...options], {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    })
    const exited = once(server, 'exit')
    const handled = whenBrokenOff(() => {
      server.kill('SIGQUIT')
      remove()
    })
    const url = `postgres://bench@127.0.0.1:${port}/postgres`
    await untilReady(url, () => server.exitCode !== null)
    return {
      url,
      pid: server.pid ?? null,
      async close() {
        handled()
        server.kill('SIGINT')
        await exited
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

const untilReady = async (url: string, ended: () => boolean): Promise<void> => {
  for (let tried = 0; ; tried += 1) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (ended() || tried > 300) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
