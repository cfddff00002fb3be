import { MsgError } from '@msg/core'
import { newId } from '@msg/testing'
import { describe, expect, test } from 'vitest'
import { item, send, told } from '../../test/drafts.ts'
import { DatabaseError } from '../database-error.ts'
import type { Database } from '../database.ts'
import { commit } from './commit.ts'
import { createLatestPages } from '../queries/latest-pages.ts'
import { createOwnSends } from './own-sends.ts'

const committed = JSON.parse('[{ "status": "committed", "at": "now", "stamps": [{ "revision": 2, "seq": 1 }] }]')

/** A database that answers each statement with the next of these. */
const answering = (...answers: readonly unknown[]) => {
  const left = [...answers]
  const database: Database = {
    async query() {
      const next = left.shift()
      if (next instanceof Error) throw next
      return [{ outcomes: next }]
    },
    close: async () => {},
  }
  let forgotten = 0
  const forget = () => void (forgotten += 1)
  const parts = { database, own: createOwnSends('e'), pages: createLatestPages(), forget }
  return { parts, left, forgotten: () => forgotten }
}

const items = ['alice', 'bob', 'carol'].map((user) => item(newId(), user, send()))
const gone = new MsgError('unavailable', 'gone', { outcome: 'unknown' })
const lostRace = new DatabaseError('deadlock detected', '40P01')

describe('a commit that the database does not answer', () => {
  test.each([gone, new MsgError('storage_full', 'full'), new MsgError('busy', 'busy')])(
    'as one batch is not tried item by item: %s',
    async (error) => {
      const { parts, left, forgotten } = answering(error, committed)
      await expect(commit(parts, items)).rejects.toBe(error)
      expect([left.length, forgotten()]).toEqual([1, 1])
    },
  )

  test('while it goes item by item says the truth about each: done, perhaps done, not tried', async () => {
    const { parts, left } = answering(lostRace, committed, gone, committed)
    const outcomes = await commit(parts, items)
    expect(told(outcomes)).toEqual([1, 'failed', 'failed'])
    expect(outcomes[1]).toMatchObject({ error: { code: 'unavailable', outcome: 'unknown' } })
    expect(outcomes[2]).toMatchObject({ error: { code: 'unavailable', outcome: 'none' } })
    expect(left).toHaveLength(1)
  })
})
