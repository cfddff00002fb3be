import type { InboxRecord, Store, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { gathered } from '../gathered.ts'
import type { Gathered } from '../gathered.ts'
import { list, nullable, text } from '../rows/values.ts'
import type { FirstInboxPage, FirstInboxPages } from './first-inbox-pages.ts'
import { pageOfInbox, readInbox, readSomeOfInbox } from './inbox.ts'
import type { VersionedRecord } from './inbox.ts'
import { rowVersions, versionOf } from './inbox-version.ts'
import { unforeseen } from './walk.ts'

/** Whose first page, and how long. */
interface First {
  readonly viewer: UserId
  readonly limit: number
}

const each = { viewer: 'q.viewer', minute: 'null::integer', position: 'null::bigint', limit: 'q.length' }

/**
 * Of each viewer (of $1) and length (of $2): finds the first page as the inbox does, and tells which record of which version is next to
 * which.
 */
export const inboxVersionsSql = `
select json_agg((${pageOfInbox(rowVersions, each)}
  select string_agg(s.version, ',')
  from (
    select concat_ws(' ', p.conversation_id, ${versionOf('p', each.viewer)}) as version from page p
    order by p.last_minute desc, p.last_position desc) s) order by q.place) as versions
from unnest(${unforeseen('$1::text[]')}, ${unforeseen('$2::integer[]')}) with ordinality as q (viewer, length, place)`

/** Asks for the versions of first pages; of who asks while others are being answered together with whoever else does. */
const createVersions = (database: Database): Gathered<First, string> =>
  gathered(async (asked) => {
    const [row] = await database.query(inboxVersionsSql, [
      asked.map(({ viewer }) => viewer),
      asked.map(({ limit }) => String(limit)),
    ])
    return list(row?.['versions'], (versions) => nullable(versions, text) ?? '')
  }, 16)

const pageOf = (found: readonly VersionedRecord[]): FirstInboxPage => ({
  versions: found.map(({ version }) => version).join(','),
  records: found.map(({ record }) => record),
})

const byVersion = ({ versions, records }: FirstInboxPage): Map<string, InboxRecord> =>
  new Map(versions.split(',').flatMap((version, at) => records.slice(at, at + 1).map((record) => [version, record])))

/** Reads pages of inboxes: of a first page that was read before only what has changed since. */
export const createInboxPages = (database: Database, pages: FirstInboxPages): Store['inbox'] => {
  const versionsOf = createVersions(database)

  /** The page of now, made of one that was read before; null where too much has changed, or it changed on the way. */
  const renewed = async (viewer: UserId, limit: number, before: FirstInboxPage): Promise<FirstInboxPage | null> => {
    const versions = await versionsOf({ viewer, limit })
    if (versions === before.versions) return before
    const wanted = versions.split(',')
    const records = byVersion(before)
    const missing = wanted.filter((version) => !records.has(version))
    if (missing.length * 2 > wanted.length) return null
    const ids = missing.map((version) => version.slice(0, version.indexOf(' ')))
    const read = ids.length === 0 ? [] : await readSomeOfInbox(database, viewer, ids)
    for (const { version, record } of read) records.set(version, record)
    const found = wanted.flatMap((version) => records.get(version) ?? [])
    return found.length === wanted.length ? { versions, records: found } : null
  }

  const readFirst = async (viewer: UserId, limit: number): Promise<FirstInboxPage> => {
    const before = pages.get(viewer, limit)
    let page: FirstInboxPage | null = null
    try {
      if (before !== undefined) page = await renewed(viewer, limit, before)
    } catch {
      // It is read like one that is not known, and fails of what is the matter with it.
      pages.forget()
    }
    page ??= pageOf(await readInbox(database, viewer, { limit }))
    if (page !== before) pages.set(viewer, limit, page)
    return page
  }
  return async (viewer, query) =>
    query.below === undefined
      ? (await readFirst(viewer, query.limit)).records
      : (await readInbox(database, viewer, query)).map(({ record }) => record)
}
