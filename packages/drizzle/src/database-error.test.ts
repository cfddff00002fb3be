import { describe, expect, test } from 'vitest'
import { DatabaseError, fromDatabase, isPassing } from './database-error.ts'

describe('what a failure of the database means', () => {
  test('a full disk is storage_full, and nothing was written', () => {
    expect(fromDatabase('could not extend file', '53100')).toMatchObject({ code: 'storage_full', outcome: 'none' })
  })

  test.each([undefined, '08006', '57P01'])(
    'without an answer (%s) it is unavailable, and may have been written',
    (state) => {
      expect(fromDatabase('gone', state)).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    },
  )

  test('what a user wrote is not repeated', () => {
    const error = fromDatabase('invalid input syntax for type uuid: "my secret"', '22P02')
    expect(error).toMatchObject({ sqlState: '22P02', message: 'the database cannot store a value (22P02)' })
  })

  test('a lost race may pass, anything else not', () => {
    expect(
      ['23505', '40001', '40P01', '23514', '22P05'].map((state) => isPassing(new DatabaseError('', state))),
    ).toEqual([true, true, true, false, false])
    expect(isPassing(new Error('other'))).toBe(false)
  })
})
