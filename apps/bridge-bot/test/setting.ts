import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryBridgeStore, isRemoteUser, keepRemotePeople, withRemotePeople } from '@msg/bridge'
import { createMessaging, openDirectory } from '@msg/core'
import type { Messaging, Session, Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { openPglite, openPostgres } from '@msg/drizzle'
import { startFake, systemClock } from '@msg/fake-stackexchange'
import type { FakeStackExchange } from '@msg/fake-stackexchange'
import { mountMessaging, serviceSecrets } from '@msg/hono'
import { serveNode } from '@msg/hono/node'
import { Hono } from 'hono'
import { Pool } from 'pg'
import { onTestFinished, vi } from 'vitest'

export const BOT = 7
export const ALICE = 8
export const ROOM = 1

/** Both sides, and what the bot is told of them. */
export interface Setting {
  readonly fake: FakeStackExchange
  readonly carol: Session
  readonly conversationId: string
  readonly folder: string
  readonly configPath: string
  readonly cookies: string
  /** The secrets the bot needs. */
  readonly env: Readonly<Record<string, string>>
  /** Writes another configuration: what is given replaces what is there. */
  configure(change: Readonly<Record<string, unknown>>): Promise<void>
  /** Writes a file of secrets that only its owner may read. */
  secretsFile(text: string, mode?: number): Promise<string>
}

/** Where the conversations are, and how the bot reaches them. */
export type Way = 'the database' | 'HTTP, on Postgres' | 'HTTP, on PGlite' | 'HTTP, in memory'

/** A group and a room of the fake; everything is gone when the test is over. */
export const openSetting = async (url: string, way: Way = 'the database'): Promise<Setting> => {
  const fake = await startFake({ clock: systemClock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot', email: 'bot@example.org', password: 'canary-password-of-the-bot' })
  fake.user({ id: ALICE, name: 'Alice' })
  fake.room({ id: ROOM, name: 'Sandbox' })
  const folder = await mkdtemp(join(tmpdir(), 'msg-bot-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { messaging, settings } = await openConversations(url, { way, folder })
  const carol = messaging.as('carol')
  const { id: conversationId } = await carol.conversations.startGroup({ title: 'linked', userIds: [] })
  const configPath = join(folder, 'bridge.json')
  const config = { server: fake.server, links: [{ conversationId, roomId: ROOM }], ...settings, takeover: 300 }
  const configure: Setting['configure'] = (change) => writeFile(configPath, JSON.stringify({ ...config, ...change }))
  await configure({})
  const cookies = fake.cookiesOf(BOT)
  const memory = way === 'HTTP, on PGlite' || way === 'HTTP, in memory' ? {} : { DATABASE_URL: url }
  return {
    fake,
    carol,
    conversationId,
    folder,
    configPath,
    cookies,
    env: { BRIDGE_COOKIES: cookies, ...memory, ...(way === 'the database' ? {} : { BRIDGE_SECRET: secret }) },
    configure,
    async secretsFile(text, mode = 0o600) {
      const path = join(folder, 'secrets')
      await writeFile(path, text)
      await chmod(path, mode)
      return path
    },
  }
}

interface Opened {
  readonly messaging: Messaging
  /** What the bot is told of where it is. */
  readonly settings: Readonly<Record<string, unknown>>
}

const openConversations = async (
  url: string,
  { way, folder }: { readonly way: Way; readonly folder: string },
): Promise<Opened> => {
  if (way === 'HTTP, on PGlite' || way === 'HTTP, in memory') {
    const served = await serve(way === 'HTTP, on PGlite' ? await openPglite() : createMemoryStore())
    return { ...served, settings: { ...served.settings, memory: join(folder, 'memory') } }
  }
  const schema = `bot_${randomUUID().replaceAll('-', '')}`
  onTestFinished(async () => {
    const pool = new Pool({ connectionString: url })
    await pool.query(`drop schema if exists ${schema} cascade; drop schema if exists ${schema}_bridge cascade`)
    await pool.end()
  })
  const store = await openPostgres({ url, schema })
  const bridgeSchema = `${schema}_bridge`
  if (way === 'HTTP, on Postgres') {
    const served = await serve(store)
    return { ...served, settings: { ...served.settings, bridgeSchema } }
  }
  const messaging = createMessaging({ store })
  onTestFinished(() => messaging.close())
  return { messaging, settings: { schema, bridgeSchema } }
}

const secret = 'canary-secret-of-the-bridge-and-its-host'

/** A host that knows the bridge by its secret, and keeps the names of the people of its rooms. */
const serve = async (store: Store): Promise<Opened> => {
  const people = createMemoryBridgeStore()
  const messaging = createMessaging({ store, directory: withRemotePeople(openDirectory(), people) })
  const authenticate = serviceSecrets([{ service: 'bridge-fake', secret, actsAs: isRemoteUser }])
  const app = new Hono()
  app.route('/chat', mountMessaging(messaging, { authenticate, keepPeople: keepRemotePeople(people) }))
  const server = await serveNode(app, { port: 0, linger: 0 })
  onTestFinished(async () => {
    await server.close()
    await messaging.close()
  })
  return { messaging, settings: { messaging: { url: `${server.url}/chat` } } }
}

/** Resolves once what is checked holds: long enough on a busy machine; fails with why it does not. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 })
