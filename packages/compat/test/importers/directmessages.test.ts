import { directId } from '@msg/core'
import type { Messaging } from '@msg/core'
import { describe, expect, test } from 'vitest'
import { directmessagesImporter, openSource, runImport } from '../../src/importers/index.ts'
import type { ImportRun, ImportSummary } from '../../src/importers/index.ts'
import { onEachStore } from '../each-store.ts'
import { directRows } from './directmessages-rows.ts'
import type { DirectRow } from './directmessages-rows.ts'
import { secondsIn, toldAs, writeDump, writeSqlite } from './fixture.ts'
import type { Tables } from './fixture.ts'

const count = process.env['FULL'] === '1' ? 200_000 : 800

const tablesOf = (rows: readonly DirectRow[]): Tables => ({ directmessages_message: rows.map((row) => ({ ...row })) })

const importFrom = async (
  from: string,
  messaging: Messaging | null,
  more: Partial<ImportRun> = {},
): Promise<ImportSummary> => {
  const source = await openSource(from)
  try {
    return await runImport({ importer: directmessagesImporter, source, messaging, ...more })
  } finally {
    await source.close()
  }
}

/** What two users see of their direct, oldest first. */
const seenBy = async (messaging: Messaging, me: number, other: number): Promise<readonly unknown[]> => {
  const seen: unknown[] = []
  const conversationId = directId(String(me), String(other))
  for (let after = 0; ;) {
    const page = await messaging.as(String(me)).messages.list({ conversationId, after, order: 'asc', limit: 100 })
    seen.push(...page.messages.map(({ id, body, authorId, createdAt }) => [id, body, authorId, createdAt]))
    after = page.messages.at(-1)?.seq ?? 0
    if (!page.more) return seen
  }
}

const isVisibleTo = (row: DirectRow, user: number): boolean =>
  row.sender_id === user ? row.hidden_for_sender === null : row.hidden_for_recipient === null

const between = (rows: readonly DirectRow[], one: number, other: number): readonly DirectRow[] =>
  rows.filter(
    ({ sender_id: sender, recipient_id: recipient }) =>
      (sender === one && recipient === other) || (sender === other && recipient === one),
  )

onEachStore((open) => {
  describe('drf-directmessages', () => {
    const rows = directRows(count)

    test('is here as it was there: texts, times, order, what is hidden, how much is unread, the numbers', async () => {
      const messaging = await open()
      const from = (await writeSqlite(tablesOf(rows))) ?? (await writeDump(tablesOf(rows)))
      const { imported, skipped } = await importFrom(from, messaging)
      expect(imported).toMatchObject({ messages: count, aliases: count })
      expect(skipped).toEqual({})
      for (let user = 1; user <= 10; user += 1) {
        const unread = rows.filter((row) => row.recipient_id === user && row.read_at === null && isVisibleTo(row, user))
        const { messages } = await messaging.as(String(user)).inbox.unread({})
        expect(messages.capped || messages.count === unread.length).toBe(true)
      }
      for (const other of [2, 5, 10]) {
        const there = between(rows, 1, other)
        const seen = await seenBy(messaging, 1, other)
        expect(seen.map((message) => Array.isArray(message) && message.slice(1))).toEqual(
          there
            .filter((row) => isVisibleTo(row, 1))
            .map((row) => [row.content, String(row.sender_id), toldAs(row.sent_at ?? '')]),
        )
      }
      const [alias] = await messaging.aliases.aliased('directmessages', [7])
      const visible = await messaging.as(String(rows[6]?.sender_id)).messages.get({ messageId: alias?.id ?? '' })
      expect(visible.body).toBe(rows[6]?.content)
    })

    test('was read here when it was read there', async () => {
      const messaging = await open()
      await importFrom(await writeDump(tablesOf(rows)), messaging)
      const there = between(rows, 3, 4)
      const session = messaging.as('3')
      const conversationId = directId('3', '4')
      // Some of each end: that is one call each.
      for (const [at, row] of [...there.entries()].filter(([index]) => index < 25 || index > there.length - 25)) {
        if (row.sender_id !== 3 || !isVisibleTo(row, 4)) continue
        const { receipts } = await session.receipts.list({ conversationId, seq: at + 1 })
        const theirs = receipts.find(({ userId }) => userId === '4')
        expect(theirs?.readAt).toBe(row.read_at === null ? null : toldAs(row.read_at))
      }
    })

    test('twice, or interrupted and once more, is the same as once', async () => {
      const [once, broken] = [await open(), await open()]
      const from = await writeDump(tablesOf(rows))
      const first = await importFrom(from, once)
      const again = await importFrom(from, once)
      expect(again.checksum).toBe(first.checksum)
      expect(again.imported).toMatchObject({ messages: 0, conversations: 0, readers: 0, aliases: 0 })
      const kill = new AbortController()
      const progress = (done: number): void => void (done > count / 2 && kill.abort())
      const half = await importFrom(from, broken, {
        signal: kill.signal,
        progress,
        batchSize: Math.min(count / 8, 5_000),
      })
      expect(half.imported.messages).toBeLessThan(count)
      const resumed = await importFrom(from, broken)
      expect(resumed.checksum).toBe(first.checksum)
      expect(resumed.imported.messages).toBe(count - half.imported.messages)
      expect(resumed.imported.messages + resumed.existing.messages).toBe(count)
      for (const other of [2, 3, 9]) expect(await seenBy(broken, 1, other)).toEqual(await seenBy(once, 1, other))
      const unread = (messaging: Messaging) => messaging.as('5').inbox.unread({})
      expect(await unread(broken)).toEqual(await unread(once))
    })
  })
})

describe('what cannot be kept', () => {
  const row = directRows(1)[0]

  test('is left out, with the reason; a dry run says the same and writes nothing', async () => {
    if (row === undefined) return
    const odd = [
      row,
      { ...row, id: 2, recipient_id: row.sender_id },
      { ...row, id: 3, content: ' \n ' },
      { ...row, id: 4, sent_at: null },
      { ...row, id: 5, content: 'x'.repeat(20_000) },
      { ...row, id: 6, read_at: secondsIn(90) },
    ]
    const summary = await importFrom(await writeDump(tablesOf(odd)), null)
    expect(summary.imported.messages).toBe(2)
    expect(summary.skipped).toEqual({
      message_to_oneself: 1,
      must_contain_something_visible: 1,
      never_sent: 1,
      must_be_at_most_16384_characters: 1,
    })
    expect(summary.examples['never_sent']).toEqual(['directmessages_message 4'])
  })
})
