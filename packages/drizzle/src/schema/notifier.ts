import { bigint, integer, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment, number } from './columns.ts'
import { msg } from './msg.ts'

/** How far each notifier has got in the log. */
export const notifier = msg.table('notifier', {
  name: text().primaryKey(),
  epoch: text().notNull(),
  after: text().notNull(),
  up_to: text(),
  position: bigint({ mode: 'number' }),
})

/** Changes that a notifier is to tell again. */
export const parked = msg.table(
  'parked',
  {
    notifier: text().notNull(),
    position: number(),
    lane: text().notNull(),
    attempts: integer().notNull(),
    next_at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.notifier, table.position] })],
)

/** Changes that a notifier gave up. */
export const deadLetter = msg.table(
  'dead_letter',
  {
    notifier: text().notNull(),
    position: number(),
    lane: text().notNull(),
    attempts: integer().notNull(),
    reason: text().notNull(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.notifier, table.position] })],
)
