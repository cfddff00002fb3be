import { migratePostgres } from '@msg/drizzle'
import { Pool } from 'pg'
import type { Cluster } from './database/cluster.ts'
import { cpuOfTree } from './database/cpu.ts'
import { hasPgbench, pgbench } from './database/pgbench.ts'
import { startChild } from './load/child.ts'
import type { Child } from './load/child.ts'
import type { Cpu } from './rounds.ts'
import { seed } from './seed/seed.ts'
import { verifySeed } from './seed/verify.ts'
import type { Size } from './seed/plan.ts'

/** What workloads run on. */
export interface Context {
  /** Null where there is no Postgres: then everything runs on embedded PGlite, without limits. */
  readonly postgres: Postgres | null
  /** How long one measurement takes, and how often it is repeated. */
  readonly seconds: number
  readonly rounds: number
  /** Whether it may take its time. */
  readonly full: boolean
  /** The loads that are measured on, smallest first. */
  readonly sizes: readonly Size[]
  /** A server in a process of its own, on an empty schema or on a loaded one. */
  serve(schema?: string, options?: ServeOptions): Promise<Child>
  /** A process that serves nobody and tells the broker at this port of every message in a schema. */
  tell(schema: string, mqttPort: number): Promise<Child>
}

/** How a server differs from the usual one. */
export interface ServeOptions {
  /** Options of Node's. */
  readonly nodeOptions?: readonly string[]
  /** Where it tells a broker about every message. */
  readonly mqttPort?: number
  /** Whether it does so without a notifier, as cheaply as can be. */
  readonly bare?: boolean
}

/** A Postgres, and the limits measured on it. */
export interface Postgres {
  readonly url: string
  cpu(): number | null
  query(sql: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** A schema with so much in it: loaded and verified at the first call. */
  loaded(size: Size): Promise<string>
  /** How often a second a prepared statement runs; null without pgbench. */
  limit(script: string, clients: number): Promise<number | null>
}

export interface ContextOptions {
  readonly cluster: Cluster | null
  readonly seconds: number
  readonly rounds: number
  readonly full: boolean
  readonly sizes: readonly Size[]
  /** Whether a load that the database of `DATABASE_URL` holds from an earlier run is taken as it is. */
  readonly reuse: boolean
}

export const createContext = async ({ cluster, ...options }: ContextOptions): Promise<Context & AsyncDisposable> => {
  const servers: Child[] = []
  const pool = cluster === null ? null : new Pool({ connectionString: cluster.url, max: 4 })
  const postgres = cluster === null || pool === null ? null : await openPostgresOf(cluster, pool, options)
  return {
    ...options,
    postgres,
    async serve(schema = 'bench_live', { nodeOptions = [], mqttPort, bare = false } = {}) {
      const broker = mqttPort === undefined ? [] : [String(mqttPort), ...(bare ? ['bare'] : [])]
      const words = [cluster?.url ?? '', schema, ...broker]
      const server = await startChild('serve.ts', words, nodeOptions)
      servers.push(server)
      return server
    },
    async tell(schema, mqttPort) {
      const teller = await startChild('tell.ts', [cluster?.url ?? '', schema, String(mqttPort)])
      servers.push(teller)
      return teller
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
      await pool?.end()
    },
  }
}

const isThere = async (pool: Pool, schema: string): Promise<boolean> =>
  (await pool.query('select from pg_namespace where nspname = $1', [schema])).rows.length > 0

const openPostgresOf = async (
  { url, pid }: Cluster,
  pool: Pool,
  { seconds, reuse }: Pick<ContextOptions, 'seconds' | 'reuse'>,
): Promise<Postgres> => {
  const loads = new Map<Size, string>()
  await pool.query('create schema if not exists bench_limit')
  await pool.query(`create table if not exists bench_limit.message (id bigint generated always as identity primary key,
    author integer not null, body text not null, at timestamptz not null default now())`)
  const load = async (size: Size): Promise<string> => {
    const schema = `bench_${size.messages}_${size.conversations}`
    if (reuse && (await isThere(pool, schema))) await migratePostgres({ url, schema })
    else {
      await pool.query(`drop schema if exists ${schema} cascade`)
      await seed({ url, schema }, size)
    }
    const wrong = (await verifySeed({ url, schema }, size)).find(({ holds }) => !holds)
    if (wrong !== undefined) throw new Error(`the load is not right: ${wrong.says}`)
    loads.set(size, schema)
    return schema
  }
  return {
    url,
    cpu: () => cpuOfTree(pid),
    query: async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    loaded: async (size) => loads.get(size) ?? load(size),
    limit: async (script, clients) => (hasPgbench() ? pgbench({ url, script, clients, seconds }) : null),
  }
}

/** pgbench's own yardstick: one row a transaction. */
export const insertScript = `\\set author random(1, 1000)
insert into bench_limit.message (author, body) values (:author, 'message 123456 of the one-row insert that everything is held against');`

/** The Postgres of a workload that needs one. */
export const postgresOf = ({ postgres }: Context): Postgres => {
  if (postgres === null) throw new Error('this workload needs a Postgres')
  return postgres
}

/** Reads the CPU of everything that takes part; calling the answer tells what was spent since, for each operation. */
export const meter = async (
  { postgres }: Pick<Context, 'postgres'>,
  servers: Readonly<Record<string, Pick<Child, 'usage'>>>,
): Promise<(operations: number) => Promise<Cpu>> => {
  const read = async (): Promise<Cpu> => {
    const entries = Object.entries(servers).map(async ([name, server]) => [name, (await server.usage()).cpu] as const)
    return {
      ...Object.fromEntries(await Promise.all(entries)),
      ...(postgres === null ? {} : { postgres: postgres.cpu() }),
    }
  }
  const before = await read()
  return async (operations) => {
    const after = await read()
    return Object.fromEntries(
      Object.entries(after).map(([name, value]) => {
        const start = before[name]
        return [name, typeof value === 'number' && typeof start === 'number' ? (value - start) / operations : null]
      }),
    )
  }
}
