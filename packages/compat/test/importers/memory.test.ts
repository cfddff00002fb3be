/** What an import holds in memory does not grow with the rows that have gone by. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import {
  directmessagesImporter,
  djangoMessagingImporter,
  onadataImporter,
  runImport,
  talkalotImporter,
} from '../../src/importers/index.ts'
import type { Importer, Row, Source } from '../../src/importers/index.ts'
import { secondsIn } from './fixture.ts'

/** A row, made when it is read, by its number from 1. */
type Make = (n: number) => Row

/** Tables that are nowhere in memory: so many rows of each, but no more than it says. */
type Generated = Readonly<Record<string, { readonly make: Make; readonly most?: number }>>

const conversations = 20
const users = 10
const time = (n: number): string => secondsIn(n)
const userOf = (n: number): number => 1 + (n % users)

const directmessages: Generated = {
  directmessages_message: {
    make: (n) => ({
      id: n,
      sender_id: userOf(n),
      recipient_id: userOf(n + 1 + (n % (users - 1))),
      content: `message ${n}`,
      sent_at: time(n),
      read_at: time(n + 1),
      hidden_for_recipient: n % 7 === 0 ? time(n) : null,
    }),
  },
}

const talkalot: Generated = {
  talkalot_conversation: { most: conversations, make: (n) => ({ id: n, creator_id: userOf(n) }) },
  talkalot_participation: {
    most: conversations * 3,
    make: (n) => ({ id: n, conversation_id: 1 + (n % conversations), user_id: n % 50, read_at: time(n) }),
  },
  talkalot_message: {
    make: (n) => ({
      id: n,
      conversation_id: 1 + (n % conversations),
      sender_id: userOf(n),
      sent_at: time(n),
      body: `message ${n}`,
    }),
  },
}

const djangoMessaging: Generated = {
  django_messaging_chatroom: {
    most: conversations,
    make: (n) => ({ id: n, title: `chat ${n}`, is_group: true, is_room: false, created_at: time(n) }),
  },
  django_messaging_chatmembership: {
    most: conversations * 3,
    make: (n) => ({ id: n, chat_id: 1 + (n % conversations), user_id: n % 50, role: 'member', joined_at: time(0) }),
  },
  django_messaging_message: {
    make: (n) => ({
      id: n,
      chat_id: 1 + (n % conversations),
      sender_id: userOf(n),
      content: `message ${n}`,
      created_at: time(n),
      updated_at: time(n),
    }),
  },
  django_messaging_readreceipt: {
    make: (n) => ({ id: n, message_id: n, user_id: userOf(n + 1), status: 'seen', timestamp: time(n + 1) }),
  },
  django_messaging_reaction: {
    make: (n) => ({ id: n, message_id: n, user_id: userOf(n), emoji: '👍', created_at: time(n) }),
  },
}

const onadata: Generated = {
  django_content_type: { most: 1, make: () => ({ id: 1, model: 'xform' }) },
  actstream_action: {
    make: (n) => ({
      id: n,
      actor_object_id: String(userOf(n)),
      verb: 'message',
      description: `message ${n}`,
      target_content_type_id: 1,
      target_object_id: String(1 + (n % conversations)),
      timestamp: time(n),
    }),
  },
}

const rowsOf = (tables: Generated, table: string, count: number): number =>
  tables[table] === undefined ? 0 : Math.min(count, tables[table].most ?? count)

/**
 * Bytes in use once nothing more can be collected, compiled code that is not in use included. What was finalised in one turn is
 * free in a later one.
 */
const held = async (): Promise<number> => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  let least = Infinity
  for (let turn = 0; turn < 4; turn += 1) {
    if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    const { heapUsed, external } = process.memoryUsage()
    least = Math.min(least, heapUsed + external)
    await new Promise((done) => setImmediate(done))
  }
  return least
}

/** So many rows of each table, of which the last of the table that is named tells how much is held. */
const sourceOf = (tables: Generated, count: number, tell: () => Promise<void>): Source => {
  const last = Object.keys(tables).at(-1)
  return {
    async *rows(table) {
      const rows = rowsOf(tables, table, count)
      for (let n = 1; n <= rows; n += 1) {
        if (table === last && n === rows) await tell()
        yield tables[table]?.make(n) ?? {}
      }
    },
    count: async (table) => rowsOf(tables, table, count),
    close: async () => {},
  }
}

/** What an import of so many rows of each table holds before the last of them. */
const heldAt = async (importer: Importer, tables: Generated, count: number): Promise<number> => {
  let bytes = 0
  const source = sourceOf(tables, count, async () => {
    bytes = await held()
  })
  const { imported, skipped } = await runImport({ importer, source, messaging: null, batchSize: 100 })
  expect({ messages: imported.messages, skipped }).toEqual({ messages: count, skipped: {} })
  return bytes
}

const few = 5_000

test.each([
  { importer: directmessagesImporter, tables: directmessages },
  { importer: talkalotImporter, tables: talkalot },
  { importer: djangoMessagingImporter(), tables: djangoMessaging },
  { importer: onadataImporter, tables: onadata },
])('$importer.system: four times as many rows take no more memory', async ({ importer, tables }) => {
  // What is compiled and kept once and for all.
  await heldAt(importer, tables, 1_000)
  const [little, much] = [await heldAt(importer, tables, few), await heldAt(importer, tables, few * 4)]
  // 20 bytes for each message that came more: less than one reference and its slot.
  expect(much - little).toBeLessThan(few * 3 * 20)
})
