/** Slices are read by every verb, so how they are planned counts as much as the plan. */
import { newId, upTo } from '@msg/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planned } from '../../test/planned-database.ts'
import type { Database } from '../database.ts'
import { readSlice } from './slice.ts'

let database: Database

beforeAll(async () => {
  database = await planned.open()
})
afterAll(() => database.close())

/** As often as the database plans for the very values before it compares what that costs with one plan for any. */
const tried = 5

test('a slice is planned for any values, once a connection', async () => {
  for (const _ of upTo(tried + 3)) {
    await readSlice(database, { conversationId: newId(), userIds: ['alice'] })
    await readSlice(database, { messageId: newId(), userIds: ['alice', 'bob'] })
    await readSlice(database, { canonicalOf: ['alice', 'bob', 'carol'], userIds: ['alice'] })
  }
  const kept = await database.query(
    `select name from pg_prepared_statements where statement like $1 and generic_plans >= 3`,
    ['%rosterVersion%'],
  )
  expect(kept).toHaveLength(3)
})
