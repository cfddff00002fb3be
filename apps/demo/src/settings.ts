import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ConnectionOptions } from '@msg/mqtt'
import { brokerFrom, databaseUrlFrom } from './addresses.ts'
import { SettingError } from './setting-error.ts'
import type { Storage } from './store.ts'

/** What the environment says. */
export interface Settings {
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  readonly storage: Storage
  /** The broker to tell; null for one of the demo's own. */
  readonly broker: ConnectionOptions | null
  /** Whether a bridge joins it with a faked Stack Exchange chat. */
  readonly bridged: boolean
}

/** Variables of the environment. */
type Env = Readonly<Record<string, string | undefined>>

/** Reads `PORT`, `HOST`, `DATA_DIR`, `DATABASE_URL` and `MQTT_URL`, and the argument `--bridge`. @throws SettingError */
export const settingsFrom = async (env: Env, args: readonly string[] = []): Promise<Settings> => {
  if (env.NODE_ENV === 'production')
    throw new SettingError('the demo lets everybody be anybody, so it refuses to run with NODE_ENV=production')
  const port = env.PORT === undefined || env.PORT === '' ? 3000 : Number(env.PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingError(`PORT must be a number from 0 to 65535, not ${JSON.stringify(env.PORT)}`)
  const bridged = args.includes('--bridge')
  const broker = brokerFrom(env.MQTT_URL)
  return {
    port,
    host: env.HOST === undefined || env.HOST === '' ? '127.0.0.1' : env.HOST,
    storage: await storageFrom(env, bridged),
    broker,
    bridged,
  }
}

/** With a bridge it begins empty each time, as the faked chat does, which gives its messages the same numbers again. */
const storageFrom = async ({ DATABASE_URL, DATA_DIR }: Env, bridged: boolean): Promise<Storage> => {
  if (bridged) return { dataDir: await mkdtemp(join(tmpdir(), 'msg-demo-bridge-')) }
  const databaseUrl = databaseUrlFrom(DATABASE_URL)
  if (databaseUrl !== null) return { databaseUrl }
  return { dataDir: resolve(DATA_DIR === undefined || DATA_DIR === '' ? '.data/demo' : DATA_DIR) }
}
