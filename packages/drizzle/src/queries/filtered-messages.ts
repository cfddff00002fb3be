import { walkedAtMost } from '@msg/core'
import type { ConversationId, FilteredMessages, FilteredQuery, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { messages } from '../rows/message.ts'
import { integer, nullable } from '../rows/values.ts'
import { notHidden } from './hidden.ts'
import { lens, looking, unpurged } from './lens.ts'
import { pageOfMessages } from './page-of-messages.ts'
import { isUuid } from './uuid.ts'
import { stretch, unforeseen } from './walk.ts'

/**
 * SQL: whether the message `u` is meant. A single `case`, of which a planner without statistics thinks that it is true of
 * half of the messages, so that it walks to the limit rather than fetch and sort them all.
 */
export const isMeant = (author: string, verb: string, times: readonly [from: string, to: string]): string => `case
      when ${author} is not null and u.author_id <> ${author} then false
      when ${verb} is not null and u.verb <> ${verb} then false
      when ${times[0]} is not null and u.created_at < ${times[0]} then false
      else ${times[1]} is null or u.created_at < ${times[1]} end`

const meant = isMeant('$7::text', '$8::text', ['$9::timestamptz', '$10::timestamptz'])

/**
 * A walk along the primary key of message over so many numbers, which are dense. `next` is where it stopped, unless the page is
 * full before; null when that was the end.
 */
const filteredSql = (order: 'asc' | 'desc', [low, high]: readonly [string, string], only = ''): string => `
select p.messages, ${
  order === 'asc'
    ? 'case when walked.high < wanted.high then walked.high - 1 end'
    : 'case when walked.low > wanted.low then walked.low + 1 end'
} as next
from ${lens('$1::text', '$6::boolean')}
cross join lateral (
  select greatest($4::bigint, v.cleared) as low, least($3::bigint, v.until + 1, c.last_seq + 1) as high) wanted
cross join lateral (select ${low} as low, ${high} as high) walked
cross join lateral (select ${pageOfMessages({
  conversation: 'c.id',
  asOf: 'v.as_of',
  where: `${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['walked.low', 'walked.high'])}
      and ${unpurged} and ${notHidden('$1::text', 'c.id')}${only} and ${meant}`,
  order,
  limit: unforeseen('$5::integer'),
})} as messages) p
where c.id = $2::uuid and v.sight is not null`

const stretches = {
  asc: ['wanted.low', 'least(wanted.high, wanted.low + 1 + $11::bigint)'],
  desc: ['greatest(wanted.low, wanted.high - 1 - $11::bigint)', 'wanted.high'],
} as const

/** A walk along the primary key of message. */
export const filteredMessagesSql = {
  asc: filteredSql('asc', stretches.asc),
  desc: filteredSql('desc', stretches.desc),
} as const

const pinned = `
      and u.pinned_at is not null and (v.as_of is null or u.pinned_revision <= v.as_of)`

/** A walk along message_pinned, over all that is pinned. */
export const filteredPinnedSql = {
  asc: filteredSql('asc', ['wanted.low', 'wanted.high'], pinned),
  desc: filteredSql('desc', ['wanted.low', 'wanted.high'], pinned),
} as const

export const readFilteredMessages = async (
  database: Database,
  viewer: Viewer,
  { id, page }: { readonly id: ConversationId; readonly page: FilteredQuery },
): Promise<FilteredMessages | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const { before = Number.MAX_SAFE_INTEGER, after = 0, order, limit } = page
  const { authorId = null, verb = null, createdFrom = null, createdTo = null } = page.filter
  const asked = [userId, id, before, after, limit, admitted, authorId, verb, createdFrom, createdTo]
  const [row] =
    page.pinned === true
      ? await database.query(filteredPinnedSql[order], asked)
      : await database.query(filteredMessagesSql[order], [...asked, walkedAtMost])
  if (row === undefined) return null
  const found = messages(row['messages'])
  return { messages: found, next: found.length < limit ? nullable(row['next'], integer) : null }
}
