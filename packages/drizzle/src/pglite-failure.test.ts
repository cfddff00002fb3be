import { expect, test } from 'vitest'
import { fromDatabase } from './database-error.ts'
import { failureOf } from './pglite-engine.ts'

/** What the file system of a WebAssembly program throws: no error, and without a message. */
const errno = (number: number) => ({ name: 'ErrnoError', errno: number })

test('a full disk is told as one', () => {
  const { message, sqlState } = failureOf(errno(51))
  expect(fromDatabase(message, sqlState)).toMatchObject({ code: 'storage_full' })
})

test('another failure of the file system is told by its number', () => {
  expect(failureOf(errno(29))).toEqual({ message: 'ErrnoError 29', sqlState: undefined })
})

test('what is thrown beside is told as it is', () => {
  expect(failureOf(new Error('no such table'))).toEqual({ message: 'no such table', sqlState: undefined })
  expect(failureOf(Object.assign(new Error('twice'), { code: '23505' }))).toEqual({
    message: 'twice',
    sqlState: '23505',
  })
  expect(failureOf('aborted')).toEqual({ message: 'aborted', sqlState: undefined })
})
