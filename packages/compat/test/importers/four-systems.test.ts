/** Each of the four systems with seeded data: imported once, twice, interrupted, and from a Postgres of its own. */
import { createMessaging, directId } from '@msg/core'
import type { Count, Messaging } from '@msg/core'
import { pgliteStores, postgresStores } from '@msg/drizzle/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { derivedId } from '../../src/importers/derived-id.ts'
import {
  directmessagesImporter,
  djangoMessagingImporter,
  onadataImporter,
  openSource,
  runImport,
  talkalotImporter,
} from '../../src/importers/index.ts'
import type { Importer, ImportRun, ImportSummary, Row } from '../../src/importers/index.ts'
import { directRows } from './directmessages-rows.ts'
import { djangoMessagingTables } from './django-messaging-rows.ts'
import { toldAs, writeDump, writePostgres, writeSqlite } from './fixture.ts'
import type { Tables } from './fixture.ts'
import { onadataTables } from './onadata-rows.ts'
import { talkalotTables } from './talkalot-rows.ts'

const url = process.env['DATABASE_URL'] ?? ''
const full = process.env['FULL'] === '1'
const count = full ? 200_000 : 600
/** Milliseconds. */
const patience = 60_000 + count * 10

interface System {
  readonly importer: Importer
  readonly tables: () => Tables
}

const directmessagesTables = (): Tables => ({ directmessages_message: directRows(count).map((row) => ({ ...row })) })
const systems: readonly System[] = [
  { importer: talkalotImporter, tables: () => talkalotTables(count) },
  { importer: directmessagesImporter, tables: directmessagesTables },
  { importer: djangoMessagingImporter(), tables: () => djangoMessagingTables(count) },
  { importer: onadataImporter, tables: () => onadataTables(count) },
]

const embedded = full ? pgliteStores() : null
const stores = url === '' ? embedded : postgresStores(url)
afterAll(() => stores?.close())

/** On Postgres where there is one, else in memory; all of it on PGlite. */
const open = async (): Promise<Messaging> => {
  const messaging = createMessaging(stores === null ? {} : { store: await stores.open() })
  onTestFinished(() => messaging.close())
  return messaging
}

const write = async (tables: Tables): Promise<string> => (await writeSqlite(tables)) ?? writeDump(tables)

type How = Pick<ImportRun, 'importer' | 'messaging'> & Partial<ImportRun>

const importFrom = async (from: string, how: How): Promise<ImportSummary> => {
  const source = await openSource(from)
  try {
    return await runImport({ source, ...how })
  } finally {
    await source.close()
  }
}

describe.each(systems)('$importer.system', ({ importer, tables }) => {
  test(
    'twice, or interrupted and once more, is the same as once',
    async () => {
      const [once, broken, from] = [await open(), await open(), await write(tables())]
      const first = await importFrom(from, { importer, messaging: once })
      const again = await importFrom(from, { importer, messaging: once })
      expect(again).toMatchObject({ checksum: first.checksum, skipped: first.skipped, existing: first.imported })
      const end = new AbortController()
      const progress = (done: number): void => void (done > count / 2 && end.abort())
      const half = await importFrom(from, {
        importer,
        messaging: broken,
        signal: end.signal,
        progress,
        batchSize: Math.min(count / 8, 5_000),
      })
      const rest = await importFrom(from, { importer, messaging: broken })
      expect(half.imported.messages).toBeLessThan(first.imported.messages)
      expect(half.imported.messages + rest.imported.messages).toBe(first.imported.messages)
      expect(rest).toMatchObject({ checksum: first.checksum, skipped: first.skipped })
    },
    patience,
  )

  test.skipIf(url === '')(
    'is read from Postgres as it is from a file',
    async () => {
      const all = tables()
      const [fromFile, fromPostgres] = [await write(all), await writePostgres(url, all)]
      const dry = await importFrom(fromFile, { importer, messaging: null })
      const { imported, skipped, checksum } = await importFrom(fromPostgres, { importer, messaging: await open() })
      expect({ skipped, checksum, messages: imported.messages }).toEqual({
        skipped: dry.skipped,
        checksum: dry.checksum,
        messages: dry.imported.messages,
      })
    },
    patience,
  )
})

/** What somebody has not read of a conversation, and when they last read in it. */
interface Standing {
  readonly userId: string
  readonly conversationId: string
  readonly unread: number
  readonly readAt: string | null
}

const isSame = (told: Count | undefined, unread: number): boolean =>
  told !== undefined && (told.capped ? unread > told.count : unread === told.count)

/** Those whose unread count, or time of reading, is another here. */
const differing = async (messaging: Messaging, standings: readonly Standing[]): Promise<readonly unknown[]> => {
  const differ: unknown[] = []
  for (const standing of standings) {
    const { userId, conversationId, unread, readAt } = standing
    const session = messaging.as(userId)
    const { me } = await session.conversations.get({ conversationId })
    const { receipts } = await session.receipts.list({ conversationId, limit: 100 })
    const own = receipts.find((receipt) => receipt.userId === userId)
    if (!isSame(me.unread, unread) || (own?.readAt ?? null) !== readAt)
      differ.push({ ...standing, here: me.unread, at: own?.readAt })
  }
  return differ
}

const grouped = (rows: readonly Row[], column: string): ReadonlyMap<unknown, readonly Row[]> => {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const group = groups.get(row[column])
    if (group === undefined) groups.set(row[column], [row])
    else group.push(row)
  }
  return groups
}

const told = (value: unknown): string | null => (typeof value === 'string' ? toldAs(value) : null)
/** Some of all: each is asked for in a few calls. */
const some = (all: readonly Standing[]): readonly Standing[] =>
  all.filter((_, index) => index % Math.ceil(all.length / 100) === 0)

/** Of everybody who is still in a conversation: what others said after they had last read. */
const talkalotStandings = (tables: Tables): readonly Standing[] => {
  const takings = grouped(tables['talkalot_participation'] ?? [], 'conversation_id')
  const messages = grouped(tables['talkalot_message'] ?? [], 'conversation_id')
  return [...takings].flatMap(([key, all]) => {
    const [one, other, ...more] = all.map((row) => String(row['user_id']))
    const isPair = more.length === 0 && one !== undefined && other !== undefined
    const conversationId = isPair ? directId(one, other) : derivedId('talkalot', 'talkalot_conversation', String(key))
    const said = (messages.get(key) ?? []).filter((row) => row['sender_id'] !== null)
    return all
      .filter((row) => isPair || row['deleted_at'] === null)
      .map((row) => {
        const openedAt = told(row['read_at'])
        const readAt = said.some((message) => (told(message['sent_at']) ?? '') <= (openedAt ?? '')) ? openedAt : null
        const isUnread = (message: Row): boolean =>
          message['sender_id'] !== row['user_id'] && (readAt === null || (told(message['sent_at']) ?? '') > readAt)
        return { userId: String(row['user_id']), conversationId, unread: said.filter(isUnread).length, readAt }
      })
  })
}

/** Of everybody in a chat: what others said, and nobody deleted, without a receipt of theirs. */
const djangoMessagingStandings = (tables: Tables): readonly Standing[] => {
  const members = grouped(tables['django_messaging_chatmembership'] ?? [], 'chat_id')
  const messages = grouped(tables['django_messaging_message'] ?? [], 'chat_id')
  const seen = new Map(
    (tables['django_messaging_readreceipt'] ?? []).map((row) => [
      `${String(row['message_id'])} ${String(row['user_id'])}`,
      row,
    ]),
  )
  return [...members].flatMap(([key, all]) => {
    const [one, other, ...more] = all.map((row) => String(row['user_id']))
    const isRoom = (tables['django_messaging_chatroom'] ?? []).some(
      (row) => row['id'] === key && row['is_room'] === true,
    )
    const isPair = !isRoom && more.length === 0 && one !== undefined && other !== undefined
    const conversationId = isPair
      ? directId(one, other)
      : derivedId('django-messaging', 'django_messaging_chatroom', String(key))
    return all.map((row) => {
      const userId = String(row['user_id'])
      const said = (messages.get(key) ?? []).filter((message) => String(message['sender_id']) !== userId)
      const receipts = said.flatMap(
        (message) => told(seen.get(`${String(message['id'])} ${userId}`)?.['timestamp']) ?? [],
      )
      const isUnread = (message: Row): boolean =>
        message['is_deleted'] === false && !seen.has(`${String(message['id'])} ${userId}`)
      return {
        userId,
        conversationId,
        unread: said.filter(isUnread).length,
        readAt: receipts.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) ?? null,
      }
    })
  })
}

test.each([
  { importer: talkalotImporter, make: () => talkalotTables(count), standingsOf: talkalotStandings },
  {
    importer: djangoMessagingImporter(),
    make: () => djangoMessagingTables(count),
    standingsOf: djangoMessagingStandings,
  },
])(
  'what is unread, and when it was read, is as it was in $importer.system',
  async ({ importer, make, standingsOf }) => {
    const [messaging, tables] = [await open(), make()]
    await importFrom(await write(tables), { importer, messaging })
    const standings = some(standingsOf(tables))
    expect(standings.length).toBeGreaterThan(10)
    expect(await differing(messaging, standings)).toEqual([])
  },
  patience,
)
