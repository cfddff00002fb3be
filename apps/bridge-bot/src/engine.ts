import { pathToFileURL } from 'node:url'
import { tellingPeople, withRemotePeople } from '@msg/bridge'
import type { BridgedMessaging, BridgeStore } from '@msg/bridge'
import { createServiceClient } from '@msg/client/service'
import { createMessaging, openDirectory } from '@msg/core'
import type { Directory } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import { SettingError } from './setting-error.ts'
import type { SidesInput } from './sides-input.ts'

/** The conversations, as the bridge reaches them. */
export interface Engine {
  readonly messaging: BridgedMessaging
  /** What the bridge remembers; the host is told what it has to know. */
  readonly store: BridgeStore
  close(): Promise<void>
}

/** Reaches the conversations: those of another process over the wire, or the database itself. @throws SettingError, and what refuses it */
export const openEngine = (input: SidesInput, store: BridgeStore): Promise<Engine> =>
  input.config.messaging === null ? openDatabase(input, store) : connectTo(input.config.messaging.url, input, store)

const connectTo = async (url: string, { secrets, dryRun }: SidesInput, store: BridgeStore): Promise<Engine> => {
  const { serviceSecret } = secrets
  if (serviceSecret === null)
    throw new SettingError('set BRIDGE_SECRET to the secret by which the host of the conversations knows the bridge')
  const service = await createServiceClient({ url, headers: { authorization: `Bearer ${serviceSecret}` } })
  return {
    messaging: service,
    store: dryRun ? store : tellingPeople(store, (people) => service.show(people)),
    close: async () => service.close(),
  }
}

const openDatabase = async ({ config, secrets, log }: SidesInput, store: BridgeStore): Promise<Engine> => {
  if (secrets.databaseUrl === null)
    throw new SettingError(
      'DATABASE_URL must be the address of the Postgres that has the conversations, or name their host with "messaging"',
    )
  const directory = withRemotePeople(await openHostDirectory(config.directory), store)
  const { schema, takeover } = config
  const conversations = await openPostgres({ url: secrets.databaseUrl, schema, migrate: 'check', logger: log })
  const messaging = createMessaging({ store: conversations, directory, logger: log, takeover })
  return { messaging, store, close: () => messaging.close() }
}

const isDirectory = (value: unknown): value is Directory =>
  typeof value === 'object' &&
  value !== null &&
  ['get', 'search', 'contacts', 'canContact'].every((name) => typeof Reflect.get(value, name) === 'function')

const openHostDirectory = async (path: string | null): Promise<Directory> => {
  if (path === null) return openDirectory()
  const loaded: unknown = await import(pathToFileURL(path).href).catch(() => {
    throw new SettingError(`in the configuration, "directory" names a module that cannot be loaded: ${path}`)
  })
  const found: unknown = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, 'default') : undefined
  if (!isDirectory(found))
    throw new SettingError('in the configuration, "directory" must name a module whose default export is a Directory')
  return found
}
