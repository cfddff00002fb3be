/** Where rows are read from, whatever is in them and happens meanwhile. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { flagOf, keyOf, timeOf } from '../../src/importers/row.ts'
import { openSource } from '../../src/importers/sources/open-source.ts'
import type { Row, Source } from '../../src/importers/index.ts'
import { writeDump, writePostgres, writeSqlite } from './fixture.ts'

const url = process.env['DATABASE_URL'] ?? ''
const tables = { directmessages_message: [{ id: 1, content: 'one', sent_at: '2026-05-13 10:00:00.123+00' }] }

const open = async (from: string): Promise<Source> => {
  const source = await openSource(from)
  onTestFinished(() => source.close())
  return source
}

const rowsOf = async (source: Source): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for await (const row of source.rows('directmessages_message', ['id'])) rows.push(row)
  return rows
}

test('a text of a dump may have any separator of lines but the one that ends its row', async () => {
  const content = 'one\u2028two\u2029three\u0085four\rfive\r\nsix'
  const source = await open(
    await writeDump({
      directmessages_message: [
        { id: 1, content },
        { id: 2, content },
      ],
    }),
  )
  expect((await rowsOf(source)).map((row) => row['content'])).toEqual([content, content])
})

const dumpOf = async (content: string | Uint8Array): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'msg-dump-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'dump.jsonl')
  await writeFile(path, content)
  return path
}

const line = (content: string) => `{"model": "directmessages.message", "pk": 1, "fields": {"content": "${content}"}}`

test('a dump may begin with the mark of UTF-8, as Windows writes it', async () => {
  const source = await open(await dumpOf(`\uFEFF${line('one')}\n`))
  expect((await rowsOf(source)).map((row) => row['content'])).toEqual(['one'])
})

test('a line of a dump may be longer than what is read at once', async () => {
  const long = 'x'.repeat(300_000)
  const source = await open(await dumpOf(`${line(long)}\n${line('two')}`))
  expect((await rowsOf(source)).map((row) => row['content'])).toEqual([long, 'two'])
})

test('a dump that is JSON in one piece is refused before it is read, saying how to write it', async () => {
  const source = await open(await dumpOf(`\n[\n${line('one')}, `))
  await expect(source.count('directmessages_message')).rejects.toMatchObject({
    code: 'invalid',
    message: 'the dump is JSON in one piece: write it again with --format jsonl',
  })
})

test.each([
  ['of Windows-1252', Buffer.from(line('Björn'), 'latin1')],
  ['of UTF-16', Buffer.from(`\uFEFF${line('one')}`, 'utf16le')],
  ['cut within a character', Buffer.from(line('ö')).subarray(0, -4)],
])('a dump %s is refused, and not read with other letters', async (_, content) => {
  const source = await open(await dumpOf(content))
  await expect(source.count('directmessages_message')).rejects.toMatchObject({
    code: 'invalid',
    message: 'the dump is not in UTF-8: write it again with PYTHONUTF8=1 set, and with --output instead of >',
  })
  await expect(rowsOf(source)).rejects.toMatchObject({ code: 'invalid' })
})

const large = ['1234567890123456789', '1234567890123456790'] as const
const numbered = `{"model": "directmessages.message", "pk": ${large[0]}, "fields": {"sender": ${large[1]},
 "recipient": -9007199254740993, "price": 1.23456789012345678901, "content": "\\" 1234567890123456789, \\\\"}}`

test('a key larger than what a number keeps to its last digit stays itself in a dump', async () => {
  const [row = {}] = await rowsOf(await open(await dumpOf(numbered.replace('\n', ''))))
  expect(['id', 'sender_id', 'recipient'].map((column) => keyOf(row, column))).toEqual([...large, '-9007199254740993'])
  expect(row).toMatchObject({ price: 1.234_567_890_123_456_7, content: '" 1234567890123456789, \\' })
})

test('as it does in SQLite, where yes and no are numbers', async ({ skip }) => {
  const from = await writeSqlite({ directmessages_message: [{ id: large[0], sender_id: 7, read: true, gone: false }] })
  if (from === null) return skip('this Node has no SQLite')
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(from)
  database.exec('update directmessages_message set id = cast(id as integer)')
  database.close()
  const [row = {}] = await rowsOf(await open(from))
  expect(['id', 'sender_id'].map((column) => keyOf(row, column))).toEqual([large[0], '7'])
  expect(['read', 'gone'].map((column) => flagOf(row, column))).toEqual([true, false])
})

test('a folder is no database', async () => {
  await expect(openSource(tmpdir())).rejects.toMatchObject({ code: expect.stringMatching(/^(?:invalid|unavailable)$/) })
})

test.skipIf(url === '')('times are those of the rows, in whatever style the server writes them', async () => {
  const address = new URL(await writePostgres(url, tables))
  const options = address.searchParams.get('options') ?? ''
  address.searchParams.set('options', `${options} -c datestyle=SQL,DMY`)
  const [row = {}] = await rowsOf(await open(address.href))
  expect(timeOf(row, 'sent_at')).toBe('2026-05-13T10:00:00.123Z')
})

test.skipIf(url === '')(
  'a connection that is lost between two pages fails the next one, and nothing else',
  async () => {
    const pool = new Pool({ connectionString: url, max: 1 })
    onTestFinished(() => pool.end())
    const address = new URL(await writePostgres(url, tables))
    const name = `lost ${address.searchParams.get('options')}`.slice(0, 60)
    address.searchParams.set('application_name', name)
    const source = await openSource(address.href)
    await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name])
    const isThere = 'select from pg_stat_activity where application_name = $1'
    await expect.poll(async () => (await pool.query(isThere, [name])).rowCount).toBe(0)
    await expect(rowsOf(source)).rejects.toBeInstanceOf(Error)
    await source.close()
  },
)
