import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the environment says. */
export interface Settings {
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  /** Where the embedded database lives. */
  readonly dataDir: string
  /** Whether a bridge joins it with a faked Stack Exchange chat. */
  readonly bridged: boolean
}

/** A mistake of the person who starts the demo: shown without a stack. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

/** Reads `PORT`, `HOST` and `DATA_DIR`, and the argument `--bridge`. @throws SettingError */
export const settingsFrom = async (
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Promise<Settings> => {
  if (env.NODE_ENV === 'production')
    throw new SettingError('the demo lets everybody be anybody, so it refuses to run with NODE_ENV=production')
  const port = env.PORT === undefined || env.PORT === '' ? 3000 : Number(env.PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingError(`PORT must be a number from 0 to 65535, not ${JSON.stringify(env.PORT)}`)
  return {
    port,
    host: env.HOST === undefined || env.HOST === '' ? '127.0.0.1' : env.HOST,
    dataDir: await dataDirFrom(env.DATA_DIR, args.includes('--bridge')),
    bridged: args.includes('--bridge'),
  }
}

/** With a bridge it begins empty each time, as the faked chat does, which gives its messages the same numbers again. */
const dataDirFrom = async (given: string | undefined, bridged: boolean): Promise<string> => {
  if (bridged) return mkdtemp(join(tmpdir(), 'msg-demo-bridge-'))
  return resolve(given === undefined || given === '' ? '.data/demo' : given)
}
