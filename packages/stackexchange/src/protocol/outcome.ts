import type { StackExchangeErrorCode } from '../errors.ts'
import { isObject, parseJson, toInteger } from './json.ts'

/** The parts of an answer by which the outcome of a write is decided. */
export interface WriteAnswer {
  readonly status: number
  readonly body: string
  readonly location: string | null
}

/** What became of a write. */
export type WriteOutcome =
  /** A new message has that id. */
  | { readonly kind: 'sent'; readonly id: number; readonly time: number | null }
  /** An edit, deletion or mark was accepted. */
  | { readonly kind: 'done' }
  /** Swallowed as a repetition. */
  | { readonly kind: 'duplicate' }
  /** To be repeated after so many seconds; null where the body does not tell. */
  | { readonly kind: 'throttled'; readonly seconds: number | null }
  | { readonly kind: 'refused'; readonly code: StackExchangeErrorCode; readonly until: Date | null }
  /** The sentence fits rooms that are absent, private or read-only; the room's page tells which. */
  | { readonly kind: 'no-access' }
  /** The server broke, or answered with a page, and may have acted. */
  | { readonly kind: 'failed' }
  /** A redirect, or a page that something is missing: there is no such room or message. */
  | { readonly kind: 'astray' }

const SENTENCES: readonly (readonly [RegExp, StackExchangeErrorCode])[] = [
  [/too late/i, 'too-late'],
  [/deleted/i, 'already-deleted'],
  [/\b(?:un)?star\b/i, 'no-permission'],
  [/your own (?:messages?|posts?)/i, 'not-owner'],
  [/account is blocked|suspended/i, 'account-blocked'],
  [/in timeout/i, 'room-timeout'],
  [/frozen/i, 'room-frozen'],
  [/too long/i, 'too-long'],
  [/empty/i, 'empty'],
  [/reputation|owner|moderator|permission/i, 'no-permission'],
]

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400 }
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** When a block ends: "ending in 58 seconds", "ending in 5 hours", "ending on Oct 2 at 1:37" (UTC). */
export const parseEnd = (sentence: string, now: number): Date | null => {
  const span = /ending in (\d+) (second|minute|hour|day)s?/i.exec(sentence)
  if (span) return new Date(now + Number(span[1]) * (UNITS[(span[2] ?? '').toLowerCase()] ?? 0) * 1000)
  const date = /ending on (\w{3})\w* (\d+)(?:,? (\d{4}))? at (\d+):(\d+)/i.exec(sentence)
  const month = MONTHS.indexOf(date?.[1]?.toLowerCase() ?? '')
  if (!date || month < 0) return null
  const year = date[3] ? Number(date[3]) : new Date(now).getUTCFullYear()
  const at = Date.UTC(year, month, Number(date[2]), Number(date[4]), Number(date[5]))
  // Without a year the server means the next such day.
  return new Date(
    date[3] || at >= now ? at : Date.UTC(year + 1, month, Number(date[2]), Number(date[4]), Number(date[5])),
  )
}

const isPage = (body: string) => /^\s*</.test(body)

const refusal = (sentence: string, now: number): WriteOutcome => {
  if (/does not exist, or you do not have permission/i.test(sentence)) return { kind: 'no-access' }
  const code = SENTENCES.find(([pattern]) => pattern.test(sentence))?.[1] ?? 'no-permission'
  return { kind: 'refused', code, until: parseEnd(sentence, now) }
}

const throttled = (sentence: string): WriteOutcome => {
  const match = /again in (\d+) second/i.exec(sentence)
  return { kind: 'throttled', seconds: match ? Number(match[1]) : null }
}

const fromJson = (value: unknown, now: number): WriteOutcome => {
  if (typeof value === 'string') {
    if (value.toLowerCase() === 'ok') return { kind: 'done' }
    return /again in \d+ second/i.test(value) ? throttled(value) : refusal(value, now)
  }
  if (!isObject(value) || !('id' in value)) return { kind: 'failed' }
  const id = toInteger(value['id'])
  return id === null ? { kind: 'duplicate' } : { kind: 'sent', id, time: toInteger(value['time']) }
}

/** Decides what became of a write. By the body, because refusals come with status 200 as well. */
export const classifyWrite = (answer: WriteAnswer, now: number): WriteOutcome => {
  const { status, body } = answer
  if (status >= 500) return { kind: 'failed' }
  if (status === 409) return throttled(body)
  if (answer.location !== null || (status >= 300 && (status < 400 || isPage(body)))) return { kind: 'astray' }
  // A page in place of the answer says nothing about what was done.
  if (isPage(body)) return { kind: 'failed' }
  const value = parseJson(body)
  if (status < 300) {
    if (value !== undefined) return fromJson(value, now)
    return /^\s*ok\s*$/i.test(body) ? { kind: 'done' } : { kind: 'failed' }
  }
  return refusal(typeof value === 'string' ? value : body, now)
}
