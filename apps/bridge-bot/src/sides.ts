import { pathToFileURL } from 'node:url'
import { createBridge, createMemoryBridgeStore, openBridgeStore } from '@msg/bridge'
import type { Bridge } from '@msg/bridge'
import { createMessaging, openDirectory } from '@msg/core'
import type { Directory, Messaging } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import { connect } from '@msg/stackexchange'
import type { Chat } from '@msg/stackexchange'
import { Pool } from 'pg'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'
import { sessionFile } from './session-file.ts'
import { SettingError } from './setting-error.ts'

/** Both sides and what is between them, open. */
export interface Sides {
  readonly messaging: Messaging
  readonly chat: Chat
  readonly bridge: Bridge
  close(): Promise<void>
}

/** What it takes to open them. */
export interface SidesInput {
  readonly config: Config
  readonly secrets: Secrets
  readonly log: Log
  /** Only to look: nothing is kept, and the log of changes is not read. */
  readonly dryRun: boolean
}

/** Opens the chat, the bridge's memory and the conversations. @throws SettingError, and what either side refuses */
export const openSides = async (input: SidesInput): Promise<Sides> => {
  const { config, secrets, log, dryRun } = input
  const opened: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const end of opened.toReversed()) await end()
  }
  try {
    const chat = await openChat(input)
    opened.push(() => chat.close({ queue: 'abort' }))
    const pool = new Pool({ connectionString: secrets.databaseUrl, max: 4 })
    pool.on('error', (error) => log.warn('a connection of the bridge was lost', { error }))
    opened.push(() => pool.end())
    const { server, links, takeover, schema, bridgeSchema } = config
    const conversations = await openPostgres({ url: secrets.databaseUrl, schema, migrate: 'check', logger: log })
    opened.push(() => conversations.close())
    const store = dryRun ? createMemoryBridgeStore() : await openBridgeStore(pool, { schema: bridgeSchema })
    const bridge = createBridge({ server, links, store, logger: log, takeover })
    const directory = bridge.directory(await openHostDirectory(config.directory))
    const notifiers = dryRun ? [] : [bridge.notifier]
    const messaging = createMessaging({ store: conversations, directory, notifiers, logger: log, takeover })
    opened[opened.length - 1] = () => messaging.close()
    return { messaging, chat, bridge, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Waiting is no failure here: what is to be posted waits as long as it takes. */
const openChat = async ({ config, secrets, log }: SidesInput): Promise<Chat> => {
  const chat = await connect({
    server: config.chat,
    auth: secrets.auth,
    sessions: sessionFile(config.sessionFile),
    sender: { maxAge: Infinity, maxAttempts: Infinity },
    logger: log,
  })
  if (chat.me !== null) return chat
  await chat.close()
  throw new SettingError(
    'the bridge needs an account: set BRIDGE_COOKIES to the acct cookie of a browser that is logged in, or ChatExchangeU and ChatExchangeP',
  )
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
