import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessaging } from '@msg/core'
import type { Session } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import { startFake, systemClock } from '@msg/fake-stackexchange'
import type { FakeStackExchange } from '@msg/fake-stackexchange'
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
  /** Writes another configuration: what is given replaces what is there. */
  configure(change: Readonly<Record<string, unknown>>): Promise<void>
  /** Writes a file of secrets that only its owner may read. */
  secretsFile(text: string, mode?: number): Promise<string>
}

/** A group on Postgres and a room of the fake; everything is gone when the test is over. */
export const openSetting = async (url: string): Promise<Setting> => {
  const fake = await startFake({ clock: systemClock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot', email: 'bot@example.org', password: 'canary-password-of-the-bot' })
  fake.user({ id: ALICE, name: 'Alice' })
  fake.room({ id: ROOM, name: 'Sandbox' })
  const schema = `bot_${randomUUID().replaceAll('-', '')}`
  const messaging = createMessaging({ store: await openPostgres({ url, schema }) })
  const carol = messaging.as('carol')
  const { id: conversationId } = await carol.conversations.startGroup({ title: 'linked', userIds: [] })
  const folder = await mkdtemp(join(tmpdir(), 'msg-bot-'))
  onTestFinished(async () => {
    await messaging.close()
    const pool = new Pool({ connectionString: url })
    await pool.query(`drop schema if exists ${schema} cascade; drop schema if exists ${schema}_bridge cascade`)
    await pool.end()
    await rm(folder, { recursive: true, force: true })
  })
  const configPath = join(folder, 'bridge.json')
  const config = {
    server: fake.server,
    links: [{ conversationId, roomId: ROOM }],
    schema,
    bridgeSchema: `${schema}_bridge`,
    takeover: 300,
  }
  const configure: Setting['configure'] = (change) => writeFile(configPath, JSON.stringify({ ...config, ...change }))
  await configure({})
  return {
    fake,
    carol,
    conversationId,
    folder,
    configPath,
    cookies: fake.cookiesOf(BOT),
    configure,
    async secretsFile(text, mode = 0o600) {
      const path = join(folder, 'secrets')
      await writeFile(path, text)
      await chmod(path, mode)
      return path
    },
  }
}

/** Resolves once what is checked holds: long enough on a busy machine; fails with why it does not. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 })
