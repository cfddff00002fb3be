/** Rows of another system, and what is read of them. */
import type { Timestamp, UserId } from '@msg/core'

/** A row by column name, as its database or file gives it. */
export type Row = Readonly<Record<string, unknown>>

/** A text; what is none is empty. */
export const textOf = (row: Row, column: string): string => {
  const value = row[column]
  return typeof value === 'string' ? value : ''
}

/** A key, whatever its type, as text; null where there is none. */
export const keyOf = (row: Row, column: string): string | null => {
  const value = row[column]
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** The id of a user: their key. */
export const userOf = (row: Row, column: string): UserId | null => keyOf(row, column)

/** Yes or no; databases without a type for it say 1 and 0. */
export const flagOf = (row: Row, column: string): boolean => {
  const value = row[column]
  return value === true || value === 1 || value === 1n
}

/** A time, cut to milliseconds; one without a zone is in UTC, as Django keeps them. Null where there is none. */
export const timeOf = (row: Row, column: string): Timestamp | null => {
  const value = row[column]
  const date = value instanceof Date ? value : typeof value === 'string' ? new Date(withZone(value)) : null
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

const withZone = (text: string): string => {
  const iso = text.trim().replace(' ', 'T')
  return /(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(iso) ? iso.replace(/([+-]\d\d)$/, '$1:00') : `${iso}Z`
}
