import { pgSchema } from 'drizzle-orm/pg-core'

/** The Postgres schema everything lives in. */
export const msg = pgSchema('msg')
