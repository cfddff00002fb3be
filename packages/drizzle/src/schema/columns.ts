/** The types of columns that the tables share. */
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** A 64-bit transaction id. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export const number = () => bigint({ mode: 'number' }).notNull()
export const moment = () => timestamp({ withTimezone: true, mode: 'string' })
