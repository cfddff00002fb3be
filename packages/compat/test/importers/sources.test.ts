/** Where rows are read from, whatever is in them and happens meanwhile. */
import { Pool } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { timeOf } from '../../src/importers/row.ts'
import { openSource } from '../../src/importers/sources/open-source.ts'
import type { Row, Source } from '../../src/importers/index.ts'
import { writeDump, writePostgres } from './fixture.ts'

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
