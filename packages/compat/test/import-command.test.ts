/** `npx @msg/compat import`, as its user meets it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMsgError } from '@msg/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importCommand } from '../src/cli/import-command.ts'
import { directRows } from './importers/directmessages-rows.ts'
import { writeDump, writePostgres, writeSqlite } from './importers/fixture.ts'

const url = process.env['DATABASE_URL'] ?? ''
const messages = directRows(40).map((row) => ({ ...row, content: `one\n\u001B[2Jline ${row.id}` }))
const tables = { directmessages_message: messages }

/** Runs the command; it may have been interrupted before it began. */
const run = async (words: readonly string[], ended = AbortSignal.any([])) => {
  const told: string[] = []
  const screen = { write: (text: string) => told.push(text) }
  const said = await importCommand(words, { screen, now: () => 0, signal: ended })
  return { said, told }
}

describe('a dry run', () => {
  test('says how much there is, and shows the first messages, each on one line', async () => {
    const { said, told } = await run(['directmessages', '--from', await writeDump(tables), '--dry-run'])
    const [first] = messages
    expect(said).toMatch(
      /^there is\n {2}conversations: \d+\n(?: {2}.*\n)+checksum [0-9a-f]{32}\nsuch as\n(?: {2}.*\n){5}$/,
    )
    expect(said).toContain(`  messages: 40\n`)
    expect(said).toMatch(new RegExp(` ${first?.sender_id} in direct [0-9a-f-]{36}: “one \\[2Jline 1”\n`))
    expect(told).toEqual(['[##############################] 100% 40 of 40 rows, 0 a second\n'])
  })

  test('says what would be left out', async () => {
    const from = await writeDump({ directmessages_message: [...messages, { ...messages[0], id: 41, sent_at: null }] })
    const { said } = await run(['directmessages', '--from', from, '--dry-run'])
    expect(said).toContain('would be left out\n  never_sent: 1 (directmessages_message 41)\n')
  })
})

describe('what it cannot do is said before anything is written', () => {
  const refusal = (from: string, ...more: readonly string[]) =>
    run(['talkalot', '--from', from, '--dry-run', ...more]).then(
      () => 'did it',
      (error: unknown) => {
        if (!isMsgError(error)) throw error
        expect(error.code).toMatch(/^(?:invalid|unavailable)$/)
        return error.message
      },
    )

  test('another system: which tables it looked for', async ({ skip }) => {
    const from = await writeSqlite(tables)
    if (from === null) return skip('this Node has no SQLite')
    expect(await refusal(from)).toBe(
      'this is no database of talkalot: it has no table talkalot_conversation, talkalot_participation, talkalot_message',
    )
  })

  test.skipIf(url === '')('another system on Postgres', async () => {
    expect(await refusal(await writePostgres(url, tables))).toContain('it has no table talkalot_conversation')
  })

  test('a dump of another system', async () => {
    expect(await refusal(await writeDump(tables))).toBe(
      'there is nothing of talkalot here: no rows of talkalot_conversation, talkalot_participation, talkalot_message',
    )
  })

  test.each([
    [
      'mysql://me@localhost/app',
      'nothing is read from mysql://, but from postgres://, a SQLite file, or a dump called *.jsonl',
    ],
    ['postgres:app', 'this is no address of a Postgres: it looks like postgres://user:password@host:5432/database'],
    ['nowhere.jsonl', 'there is no file "nowhere.jsonl"'],
    ['nowhere.sqlite3', 'there is no file "nowhere.sqlite3"'],
  ])('%s', async (from, reason) => {
    expect(await refusal(from)).toBe(reason)
  })

  test('a server that is not there: where it is, without the password', async () => {
    expect(await refusal('postgres://me:secret@127.0.0.1:1/app')).toBe(
      'cannot read from the Postgres at 127.0.0.1:1/app: connect ECONNREFUSED 127.0.0.1:1',
    )
  })

  test('a target that is not there', async () => {
    const from = await writeDump({ talkalot_conversation: [{ id: 1, creator_id: 1 }] })
    const into = (to: string) => run(['talkalot', '--from', from, '--to', to])
    await expect(into('mysql://me@localhost/app')).rejects.toMatchObject({
      code: 'invalid',
      message: 'nothing is written to mysql://, but to postgres://, or a folder',
    })
    await expect(into('postgres://me:secret@127.0.0.1:1/app')).rejects.toMatchObject({
      code: 'unavailable',
      message: 'cannot write to the Postgres at 127.0.0.1:1/app: the database cannot be reached (ECONNREFUSED)',
    })
  })

  test.each(['0', '5001', 'many'])('batches of %s', async (size) => {
    expect(await refusal('dump.jsonl', '--batch-size', size)).toBe('--batch-size is a whole number from 1 to 5000')
  })

  test('a database whose tables are others: at which table', async ({ skip }) => {
    const from = await writeSqlite({ directmessages_message: [{ id: 1, body: 'of another version' }] })
    if (from === null) return skip('this Node has no SQLite')
    await expect(run(['directmessages', '--from', from, '--dry-run'])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('cannot read directmessages_message: '),
    })
  })

  test('a file that is no database', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'msg-import-'))
    onTestFinished(() => rm(parent, { recursive: true, force: true }))
    const from = join(parent, 'dump.json')
    await writeFile(from, '[{"model": "talkalot.message"}]')
    expect(await refusal(from)).toBe(`"${from}" is not a SQLite database; a dump is called *.jsonl`)
  })
})

test('interrupted, it says how to go on; then it goes on', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'msg-import-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const from = await writeDump(tables)
  const words = ['directmessages', '--from', from, '--to', join(parent, 'data'), '--batch-size', '10']
  await expect(run(words, AbortSignal.abort())).rejects.toMatchObject({
    code: 'aborted',
    message: 'interrupted: what was imported stays; run the same command again, and it goes on from there',
  })
  const { said } = await run(words)
  expect(said).toContain('  messages: 40\n')
}, 60_000)
