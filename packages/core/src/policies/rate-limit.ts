import { MsgError } from '../errors.ts'
import { verbTable } from '../rules/verb-table.ts'
import type { VerbGroup } from '../rules/verb-table.ts'
import type { Policy } from './policy.ts'

/** How often: `burst` at once, at least 1, and `perSecond` of them, more than 0, come back every second. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** The rate of each group of verbs; a group without one is free. */
export type Rates = { readonly [Group in VerbGroup]?: Rate }

/** Ten sends a second and thirty at once, ten new conversations a minute, sixty invitations an hour, five searches a second. */
export const defaultRates: Rates = {
  send: { perSecond: 10, burst: 30 },
  start: { perSecond: 10 / 60, burst: 10 },
  invite: { perSecond: 60 / 3_600, burst: 60 },
  search: { perSecond: 5, burst: 10 },
}

interface Bucket {
  readonly tokens: number
  readonly at: number
}

/** A hundred bytes each: what is forgotten beyond that is who has been quiet longest. */
const remembered = 100_000

/**
 * Limits how often a user calls verbs of a group, by token buckets in this process's memory: with several nodes each counts
 * for itself. A refused call takes nothing. Refuses `rate_limited` with the seconds to wait.
 * @throws invalid for a rate by which nobody ever could
 */
export const rateLimit = (rates: Rates = defaultRates): Policy => {
  for (const [group, rate] of Object.entries(rates)) checkRate(group, rate)
  const buckets = new Map<string, Bucket>()
  return {
    name: 'rate-limit',
    judge: ({ actor, verb, at }) => {
      const { group } = verbTable[verb]
      const rate = rates[group]
      if (rate === undefined) return null
      const key = `${group} ${actor}`
      const { bucket, wait } = take(buckets.get(key), rate, at)
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > remembered) forgetOldest(buckets)
      return wait === 0 ? null : { code: 'rate_limited', reason: group, retryAfter: wait }
    },
  }
}

const checkRate = (group: string, rate: Rate | undefined): void => {
  if (rate === undefined) return
  const { perSecond, burst } = rate
  const places = [
    ...(perSecond > 0 ? [] : [{ pointer: `/${group}/perSecond`, message: 'must be more than 0' }]),
    ...(burst >= 1 ? [] : [{ pointer: `/${group}/burst`, message: 'must be at least 1' }]),
  ]
  if (places.length > 0) throw new MsgError('invalid', 'the rates are not valid', { places })
}

/** Takes a token; where there is none, says how many seconds until there is. */
const take = (bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number) => {
  const { tokens, at } = bucket ?? { tokens: burst, at: now }
  // A clock that was set back gives nothing for that while.
  const filled = Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond)
  return filled >= 1
    ? { bucket: { tokens: filled - 1, at: now }, wait: 0 }
    : { bucket: { tokens: filled, at: now }, wait: Math.ceil((1 - filled) / perSecond) }
}

const forgetOldest = (buckets: Map<string, Bucket>): void => {
  for (const oldest of buckets.keys()) {
    buckets.delete(oldest)
    return
  }
}
