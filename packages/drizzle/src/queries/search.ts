import { searchedAtMost } from '@msg/core'
import type { SearchFound, SearchPlace, SearchQuery, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { message } from '../rows/message.ts'
import { fields, integer, list, nullable, text } from '../rows/values.ts'
import { looking } from './lens.ts'
import { isUuid } from './uuid.ts'

/**
 * One call of the search function, which says what serves each of its steps: the primary key of message and its index of
 * words, reader_inbox, reader_wide and member_left.
 */
export const searchSql = `select msg.msg_search_1(row ($1::text, $2::uuid, $3::text::tsquery, $4::text::tsquery, $5::boolean,
  $6::text, $7::text, $8::timestamptz, $9::timestamptz, $10::bigint, $11::uuid, $12::bigint)::msg.search_query,
  $13::boolean, $14::integer, $15::integer) as found`

/** All words as a tsquery: each quoted, so that no character of it means anything; null for none. */
export const tsquery = (terms: SearchQuery['terms']): string | null =>
  terms.length === 0
    ? null
    : terms
        .map(({ word, prefix }) => `'${word.replaceAll(/['\\]/g, String.raw`$&$&`)}'${prefix ? ':*' : ''}`)
        .join(' & ')

export const searchMessages = async (
  database: Database,
  viewer: Viewer,
  query: SearchQuery,
): Promise<SearchFound | null> => {
  const { conversationId = null, authorId = null, verb = null, createdFrom = null, createdTo = null, below } = query
  if (conversationId !== null && !isUuid(conversationId)) return null
  const [userId, admitted] = looking(viewer)
  const whole = query.terms.filter(({ prefix }) => !prefix)
  const loose = whole.length === 0
  const words = [tsquery(query.terms), tsquery(loose ? query.terms : whole), loose]
  const wanted = [userId, conversationId, ...words, authorId, verb, createdFrom, createdTo]
  const place = below === undefined ? [null, null, null] : [below.rank, below.conversationId, below.seq]
  const [row] = await database.query(searchSql, [...wanted, ...place, admitted, query.limit, searchedAtMost])
  return nullable(row?.['found'], found)
}

const found = (value: unknown): SearchFound => {
  const { messages, next } = fields(value)
  return { messages: list(messages, message), next: nullable(next, place) }
}

const place = (value: unknown): SearchPlace => {
  const row = fields(value)
  return { rank: integer(row['rank']), conversationId: text(row['conversationId']), seq: integer(row['seq']) }
}
