import type { Database } from '../database.ts'
import { integer, nullable, text } from '../rows/values.ts'
import type { Fields } from '../rows/values.ts'
import { openSource } from './source.ts'
import { readTables } from './table.ts'
import type { CopiedTable } from './table.ts'

/** What a copy would take along. */
export interface CopyPreview {
  readonly tables: readonly TableCount[]
  /** A few conversations, the latest first. */
  readonly sample: readonly SampleConversation[]
}

/** How many rows a table has. */
export interface TableCount {
  readonly table: string
  readonly rows: number
}

/** A conversation, to be recognised without any text of it but its title. */
export interface SampleConversation {
  readonly id: string
  readonly kind: string
  readonly title: string | null
  readonly members: number
  readonly messages: number
}

/** Looks what there is to copy, and writes nothing. @throws unavailable where `copyDatabase` refuses the source */
export const previewCopy = async (from: string): Promise<CopyPreview> => {
  const source = await openSource(from)
  try {
    const tables = await countsOf(source, await readTables(source))
    return { tables, sample: (await source.query(sampleSql)).map(sampleOf) }
  } finally {
    await source.close()
  }
}

/** SQL: reads all conversations, once. */
const sampleSql = `
select c.id, c.kind, c.title, c.member_count, c.last_seq from msg.conversation c
where c.deleted_at is null order by c.last_position desc limit 3`

const sampleOf = (row: Fields): SampleConversation => ({
  id: text(row['id']),
  kind: text(row['kind']),
  title: nullable(row['title'], text),
  members: integer(row['member_count']),
  messages: integer(row['last_seq']),
})

/** Counts the rows of each table. */
export const countsOf = async (source: Database, tables: readonly CopiedTable[]): Promise<readonly TableCount[]> => {
  const counts: TableCount[] = []
  for (const { name } of tables) {
    const [row] = await source.query(`select count(*) as rows from msg.${name}`)
    counts.push({ table: name, rows: integer(row?.['rows']) })
  }
  return counts
}
