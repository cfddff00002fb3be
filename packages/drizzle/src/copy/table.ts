/** Tables as the catalogue has them, and the statements that copy one: rows travel as texts, as Postgres itself writes and reads them. */
import type { Database } from '../database.ts'
import { fields, list, nullable, text } from '../rows/values.ts'
import type { Fields } from '../rows/values.ts'

/** A table that is copied. */
export interface CopiedTable {
  readonly name: string
  readonly columns: readonly Column[]
  /** The columns of its primary key, in which order it is read. */
  readonly key: readonly Column[]
  /** The column that numbers its rows; null where none does. */
  readonly numbered: string | null
}

interface Column {
  readonly name: string
  readonly type: string
}

/** Rows read at once. A message may have 64 kB. */
export const pageSize = 500

/** SQL: all tables but those that say which database this is, and who works on it now. None refers to another by a foreign key. */
const tablesSql = `
select c.relname as name, (
    select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns, (
    select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null))
      order by array_position(i.indkey::smallint[], a.attnum))
    from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey)) as key, (
    select a.attname from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as numbered
from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
where c.relkind = 'r' and c.relname not in ('meta', 'migration', 'lease')
  and c.relnamespace = (select relnamespace from pg_class where oid = 'msg.conversation'::regclass)
order by c.oid`

const column = (value: unknown): Column => {
  const row = fields(value)
  return { name: text(row['name']), type: text(row['type']) }
}

const tableOf = (row: Fields): CopiedTable => ({
  name: text(row['name']),
  columns: list(row['columns'], column),
  key: list(row['key'], column),
  numbered: nullable(row['numbered'], text),
})

/** The tables that are copied, in the order in which they were made. */
export const readTables = async (database: Database): Promise<readonly CopiedTable[]> =>
  (await database.query(tablesSql)).map(tableOf)

const listed = (columns: readonly Column[], each: (column: Column, index: number) => string): string =>
  columns.map(each).join(', ')

/** SQL: the columns of the key, to be told and to be gone on from. */
const keySql = ({ key }: CopiedTable): string => listed(key, ({ name }, index) => `t.${name}::text as key${index}`)

/** SQL: by the primary key. */
const orderSql = ({ key }: CopiedTable): string => `order by ${listed(key, ({ name }) => `t.${name}`)}`

/**
 * SQL: a row as text. The transaction that made it is of another counter: it becomes one below every snapshot there will be.
 * Its place in the order is its position.
 */
const rowSql = ({ columns }: CopiedTable): string =>
  `row(${listed(columns, ({ name, type }) => (type === 'xid8' ? `'3'::xid8` : `t.${name}`))})::text`

/** SQL: the first rows. By the primary key. */
export const firstSql = (table: CopiedTable): string =>
  `select ${rowSql(table)} as row, ${keySql(table)} from msg.${table.name} t ${orderSql(table)} limit ${pageSize}`

/** SQL: the rows after a key, whose columns are the parameters. By the primary key. */
export const nextSql = (table: CopiedTable): string => {
  const after = listed(table.key, ({ type }, index) => `$${index + 1}::text::${type}`)
  return `select ${rowSql(table)} as row, ${keySql(table)} from msg.${table.name} t
  where (${listed(table.key, ({ name }) => `t.${name}`)}) > (${after}) ${orderSql(table)} limit ${pageSize}`
}

/** SQL: the key of the n-th row. By the primary key. */
export const keyAtSql = (table: CopiedTable): string =>
  `select ${keySql(table)} from msg.${table.name} t ${orderSql(table)} offset $1::bigint - 1 limit 1`

/** SQL: puts in what of these rows is not there; all or none. */
export const insertSql = ({ name }: CopiedTable): string =>
  `insert into msg.${name} overriding system value select * from unnest($1::text[]::msg.${name}[]) on conflict do nothing`

/** A key as it is told. */
export const keyOf = ({ key }: CopiedTable, row: Fields): readonly string[] =>
  key.map((_, index) => text(row[`key${index}`]))
