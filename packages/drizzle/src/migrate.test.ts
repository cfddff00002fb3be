import { readFileSync } from 'node:fs'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './pglite.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import * as schema from './schema.ts'

let database: PgliteDatabase

beforeAll(async () => {
  database = await openDatabase({})
  await Promise.all([migrate(database), migrate(database), migrate(database)])
})
afterAll(() => database.close())

describe('migrations', () => {
  test('are applied once each, however many migrate at once and however often', async () => {
    await migrate(database)
    const applied = await database.query('select version, name from msg.migration order by version')
    expect(applied).toEqual(migrations.map(({ version, name }) => ({ version, name })))
    expect(await database.query('select count(*) from msg.meta')).toEqual([{ count: 1 }])
  })

  test('make exactly the tables that the schema describes to Drizzle', async () => {
    const made =
      await database.query(`select table_name || '.' || column_name || ' ' || case data_type when 'ARRAY' then ltrim(udt_name, '_') || '[]' else data_type end
      || case is_nullable when 'NO' then ' not null' else '' end as "column"
      from information_schema.columns where table_schema = 'msg'`)
    const described = Object.values(schema)
      .filter((exported) => is(exported, PgTable))
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map(
          (column) =>
            `${getTableName(table)}.${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`,
        ),
      )
    expect(made.map((row) => String(row['column'])).toSorted()).toEqual(described.toSorted())
  })

  test('are told of, table by table, in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const tables = Object.values(schema).filter((exported) => is(exported, PgTable))
    expect(tables.map(getTableName).filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
  })

  test('keep no text of users in the change log', async () => {
    const texts = await database.query(`select column_name from information_schema.columns
      where table_schema = 'msg' and table_name = 'change' and data_type = 'text' order by 1`)
    expect(texts.map((row) => row['column_name'])).toEqual(['actor', 'audience', 'owner', 'type', 'user_id'])
  })
})
