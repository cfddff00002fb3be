import { MsgError } from '@msg/core'

/** An error that Postgres answered with, by its SQLSTATE. */
export class DatabaseError extends Error {
  readonly sqlState: string

  constructor(message: string, sqlState: string) {
    super(message)
    this.name = 'DatabaseError'
    this.sqlState = sqlState
  }
}

/** Unique violation, serialization failure, deadlock: another transaction was there; looking again may answer. */
const passing: readonly string[] = ['23505', '40001', '40P01']

/** Whether trying again may help at once. */
export const isPassing = (error: unknown): boolean => error instanceof DatabaseError && passing.includes(error.sqlState)

/** What a driver's failure means to the engine: a code of the table where there is one, else the error itself. */
export const fromDatabase = (message: string, sqlState: string | undefined): Error => {
  if (sqlState === undefined) return unavailable(`the database failed: ${message}`, 'unknown')
  if (sqlState === '53100')
    return new MsgError('storage_full', 'the disk of the database is full', { retryAfter: 60, outcome: 'none' })
  if (sqlState.startsWith('08') || sqlState.startsWith('57P')) return unavailable(message, 'unknown')
  // Postgres quotes the values that it cannot read: they may be what a user wrote.
  const told = sqlState.startsWith('22') ? `the database cannot store a value (${sqlState})` : message
  return new DatabaseError(told, sqlState)
}

/** `outcome`: whether what was asked certainly did not happen, or may have. */
export const unavailable = (message: string, outcome: 'none' | 'unknown'): MsgError =>
  new MsgError('unavailable', message, { retryAfter: 1, outcome })
