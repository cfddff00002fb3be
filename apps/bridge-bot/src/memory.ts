import { mkdir } from 'node:fs/promises'
import { createMemoryBridgeStore, openBridgeStore } from '@msg/bridge'
import type { BridgeStore } from '@msg/bridge'
import { openLocked } from '@msg/drizzle/directory-lock'
import { PGlite } from '@electric-sql/pglite'
import { Pool } from 'pg'
import { SettingError } from './setting-error.ts'
import type { SidesInput } from './sides-input.ts'

/** What the bridge remembers, open. */
export interface Memory {
  readonly store: BridgeStore
  close(): Promise<void>
}

/** Opens what the bridge remembers: in a folder of its own, or in Postgres; for a look, nowhere. @throws SettingError, unavailable */
export const openMemory = async (input: SidesInput): Promise<Memory> => {
  const { config, secrets, dryRun } = input
  if (dryRun) return { store: createMemoryBridgeStore(), close: async () => {} }
  if (config.memory !== null) return openInFolder(config.memory)
  if (secrets.databaseUrl !== null) return openInPostgres(input, secrets.databaseUrl)
  throw new SettingError('the bridge needs a memory: name a folder with "memory", or a Postgres with DATABASE_URL')
}

/** A folder is one process's: a second one is refused. */
const openInFolder = async (named: string): Promise<Memory> => {
  await mkdir(named, { recursive: true, mode: 0o700 })
  return openLocked(named, async (folder) => {
    const database = await PGlite.create(folder)
    return { store: await openBridgeStore(database), close: () => database.close() }
  })
}

/** How long to wait for a connection: a new one, or one that others use. */
const patience = { connectionTimeoutMillis: 5_000, keepAlive: true } as const

const openInPostgres = async ({ config, log }: SidesInput, connectionString: string): Promise<Memory> => {
  const pool = new Pool({ connectionString, max: 4, ...patience })
  pool.on('error', (error) => log.warn('a connection of the bridge was lost', { error }))
  try {
    return { store: await openBridgeStore(pool, { schema: config.bridgeSchema }), close: () => pool.end() }
  } catch (error) {
    await pool.end()
    throw error
  }
}
