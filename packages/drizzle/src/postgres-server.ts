import { silentLogger, systemClock } from '@msg/core'
import type { Logger } from '@msg/core'
import type { Database } from './database.ts'
import { openListenNotify } from './listen-notify.ts'
import { openPool } from './postgres-database.ts'
import { loadPg } from './postgres-driver.ts'
import type { PgPool } from './postgres-driver.ts'
import { checkedSchema, defaultSchema } from './schema-name.ts'
import { isolationOption, readCommitted, readSettings, refuseUnfit } from './server-settings.ts'
import type { ServerSettings } from './server-settings.ts'
import { openWakeUpBus } from './wake-up-bus.ts'
import type { WakeUpBus } from './wake-up-bus.ts'

/** Where the database is: a pool of your own, which is left open in the end, or a url. */
export type PostgresAddress = (
  | { readonly pool: PgPool; readonly url?: undefined }
  | { readonly url: string; readonly pool?: undefined }
) & {
  /** The Postgres schema that keeps everything: one for each tenant. Default: `msg`. */
  readonly schema?: string
}

/** How to connect. */
export type ServerOptions = PostgresAddress & {
  readonly listenUrl?: string
  readonly prepare?: boolean
  readonly logger?: Logger
}

/** A server that has what commits need, and a pool of connections to it. */
export interface PostgresServer {
  readonly database: Database
  readonly settings: ServerSettings
}

/** How long to wait for a connection: a new one, or one that others use. */
const patience = { connectionTimeoutMillis: 5_000, keepAlive: true } as const

/** Commits are sent before the last one was answered, where the driver can; older ones do not know the option. */
const ahead = { pipeline: true } as const

/** Connects, and checks that the server has what commits need. Leaves the schema as it is. */
export const openServer = async (options: ServerOptions): Promise<PostgresServer> => {
  const { pool, url } = options
  if (pool !== undefined) return openFit(options, { pool, owned: false })
  const { Pool } = await loadPg()
  const owned = (connectionString: string) => ({
    pool: new Pool({ connectionString, ...patience, ...ahead }),
    owned: true,
  })
  const found = await openAny(options, owned(url))
  if (found.settings.isolation === readCommitted) return orClose(found)
  await found.database.close()
  try {
    return await openFit(options, owned(withIsolation(url)))
  } catch (error) {
    // Poolers pass no options on, and refuse clients that send some: then the message about the settings says what to do.
    refuseUnfit(found.settings)
    throw error
  }
}

type Pooled = Readonly<{ pool: PgPool; owned: boolean }>

const openAny = async (options: ServerOptions, pooled: Pooled): Promise<PostgresServer> => {
  const { schema = defaultSchema, prepare = true, logger = silentLogger() } = options
  const database = openPool({ ...pooled, schema: checkedSchema(schema), prepare, logger })
  try {
    return { database, settings: await readSettings(database) }
  } catch (error) {
    await database.close()
    throw error
  }
}

const openFit = async (options: ServerOptions, pooled: Pooled): Promise<PostgresServer> =>
  orClose(await openAny(options, pooled))

const orClose = async (server: PostgresServer): Promise<PostgresServer> => {
  try {
    refuseUnfit(server.settings)
    return server
  } catch (error) {
    await server.database.close()
    throw error
  }
}

/** The same address, whose transactions run in the isolation that commits need. */
const withIsolation = (url: string): string => {
  const address = new URL(url)
  const options = [address.searchParams.get('options'), isolationOption].filter((option) => option !== null)
  address.searchParams.set('options', options.join(' '))
  return address.href
}

/**
 * Wake-ups from and to the other processes on the schema; null where there can be none: through a pooler in transaction mode
 * a LISTEN would stay behind on somebody else's connection.
 */
export const openBus = async (options: ServerOptions): Promise<WakeUpBus | null> => {
  const { pool, url, listenUrl, prepare = true, schema = defaultSchema, logger = silentLogger() } = options
  if (listenUrl === undefined && !prepare) return null
  const connectionString = listenUrl ?? url
  const settings = connectionString === undefined ? (pool?.options ?? {}) : { connectionString, ...patience }
  const report = reportWakeUps(logger)
  const driver = await loadPg().catch(report.away)
  if (driver === undefined) return null
  const { Client } = driver
  return openWakeUpBus({
    async open(events) {
      const line = await openListenNotify(new Client(settings), `${schema}_wake`, events)
      report.back()
      return line
    },
    clock: systemClock(),
    onTrouble: report.away,
  })
}

/** Logs that wake-ups stopped, and that they come again: each once, however often it is tried to get them back. */
const reportWakeUps = (logger: Logger): { away(error: unknown): void; back(): void } => {
  let isAway = false
  return {
    away(error) {
      if (!isAway) logger.warn('no wake-ups from other processes for now', { error })
      isAway = true
    },
    back() {
      if (isAway) logger.info('wake-ups from other processes come again')
      isAway = false
    },
  }
}
