/** What the database answers (JSON, numbers) as values of a known type: every one is checked, nothing is cast. */
import type { Count } from '@msg/core'

const unexpected = (what: string): Error => new Error(`the database answered something else than ${what}`)

export type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const fields = (value: unknown): Fields => {
  if (!isFields(value)) throw unexpected('an object')
  return value
}

/** What was listed without names. */
export const columns = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw unexpected('a list')
  return value
}

export const text = (value: unknown): string => {
  if (typeof value !== 'string') throw unexpected('text')
  return value
}

export const integer = (value: unknown): number => {
  if (!Number.isSafeInteger(value) || typeof value !== 'number') throw unexpected('an integer')
  return value
}

export const truth = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw unexpected('true or false')
  return value
}

export const oneOf = <const Word extends string>(value: unknown, words: readonly Word[]): Word => {
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) throw unexpected(`one of ${words.join(', ')}`)
  return word
}

export const nullable = <T>(value: unknown, map: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : map(value)

export const list = <T>(value: unknown, map: (value: unknown) => T): readonly T[] =>
  columns(value).map((item) => map(item))

/** A count that stopped one above the cap. */
export const count = (value: unknown, cap: number): Count => {
  const counted = integer(value)
  return { count: Math.min(counted, cap), capped: counted > cap }
}
