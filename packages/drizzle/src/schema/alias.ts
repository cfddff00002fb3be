import { primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { number } from './columns.ts'
import { msg } from './msg.ts'

/** The integers by which surfaces know ids. */
export const alias = msg.table(
  'alias',
  { surface: text().notNull(), number: number(), id: uuid().notNull() },
  (table) => [primaryKey({ columns: [table.surface, table.number] })],
)

/** How far each surface has counted. */
export const aliasSurface = msg.table('alias_surface', { surface: text().primaryKey(), last: number() })
