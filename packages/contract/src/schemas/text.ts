import { isId, isTimestamp, limits, periods } from '@msg/core'
import * as z from 'zod'
import { registry } from './registry.ts'

/** Whether a text has more code points than the limit; counts only where its length cannot tell. */
const longerThan = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > limit * 2 || Array.from(text).length > limit)

const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u001f\u007f-\u009f]/

const uuid = (versions: string): string =>
  `^[0-9a-f]{8}-[0-9a-f]{4}-[${versions}][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`

/** An id as @msg makes them. */
export const id = z.string().refine(isId, { error: 'must be a lower-case UUID of version 7 or 8' })
registry.add(id, { format: 'uuid', pattern: uuid('78') })

/** An id that a client makes. */
export const newId = z
  .string()
  .refine((text) => isId(text) && text[14] === '7', { error: 'must be a lower-case UUID of version 7' })
registry.add(newId, { format: 'uuid', pattern: uuid('7') })

/** The host's id of a user. */
export const userId = z
  .string()
  .refine((text) => text.length > 0 && !longerThan(text, limits.userId), {
    error: `must be 1 to ${limits.userId} characters`,
    abort: true,
  })
  .refine((text) => text.isWellFormed() && !controls.test(text), {
    error: 'must be well-formed text without control characters',
  })
registry.add(userId, { minLength: 1, maxLength: limits.userId })

/** The text of a message. */
export const body = z
  .string()
  .refine((text) => !longerThan(text, limits.body), {
    error: `must be at most ${limits.body} characters`,
    abort: true,
  })
  .refine(isText, { error: 'must be well-formed text without NUL' })
  .refine((text) => /\S/u.test(text), { error: 'must not be empty' })
registry.add(body, { minLength: 1, maxLength: limits.body })

/** The title of a conversation. */
export const title = z
  .string()
  .refine((text) => !longerThan(text, limits.title), {
    error: `must be at most ${limits.title} characters`,
    abort: true,
  })
  .refine(isText, { error: 'must be well-formed text without NUL' })
registry.add(title, { maxLength: limits.title })

/** What is searched for: the engine judges whether there is anything in it. */
export const query = z
  .string()
  .refine((text) => text.length > 0 && !longerThan(text, limits.query), {
    error: `must be 1 to ${limits.query} characters`,
    abort: true,
  })
  .refine(isText, { error: 'must be well-formed text without NUL' })
registry.add(query, { minLength: 1, maxLength: limits.query })

/** What kind of message it is. */
export const verb = z
  .string()
  .max(limits.verb, { error: `must be at most ${limits.verb} characters` })
  .regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/, { error: 'must be lower-case words joined by `_`' })

/** One emoji: the engine judges whether it is one. */
export const emoji = z
  .string()
  .refine((text) => text.length > 0 && text.length <= limits.emojiBytes, {
    error: `must be one emoji of at most ${limits.emojiBytes} bytes`,
    abort: true,
  })
  .refine(isText, { error: 'must be well-formed text without NUL' })
registry.add(emoji, { minLength: 1, maxLength: limits.emojiBytes })

/** A cursor or the mark of a page: opaque here, judged by the engine. */
export const opaque = z.string().refine(isText, { error: 'must be well-formed text without NUL' })

/** A point in time in a request: of the ways to write one this only, in UTC with milliseconds. */
export const moment = z.string().refine(isTimestamp, { error: 'must be a time like 2026-11-20T09:04:44.123Z' })
registry.add(moment, {
  format: 'date-time',
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
})

/** A point in time in an answer. */
export const timestamp = z.string()
registry.add(timestamp, { format: 'date-time' })

/** By what messages are counted. */
export const countedBy = z
  .array(z.enum([...periods, 'verb', 'author']))
  .refine((by) => new Set(by).size === by.length, { error: 'must name each at most once' })
  .refine((by) => by.filter((kind) => kind !== 'verb' && kind !== 'author').length <= 1, {
    error: 'must name at most one period',
  })

/** How many items on a page. */
export const pageSize = z.int().min(1).max(limits.page)

/** How many rows of counts. */
export const rowCount = z.int().min(1).max(limits.statsRows)

/** A message number, or 0. */
export const seq = z.int().min(0).max(limits.seq)
