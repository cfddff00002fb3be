import type { InboxRecord, Store, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { nullable, text } from '../rows/values.ts'
import type { FirstInboxPage, FirstInboxPages } from './first-inbox-pages.ts'
import { pageOfInbox, readInbox, readSomeOfInbox } from './inbox.ts'
import type { VersionedRecord } from './inbox.ts'
import { rowVersions, versionOf } from './inbox-version.ts'

/** Finds its page as the inbox does, and tells which record of which version is next to which. */
export const inboxVersionsSql = `${pageOfInbox(rowVersions)}
select string_agg(s.version, ',') as versions
from (
  select concat_ws(' ', p.conversation_id, ${versionOf('p')}) as version from page p
  order by p.last_minute desc, p.last_position desc) s`

const readVersions = async (database: Database, viewer: UserId, limit: number): Promise<string> => {
  const [row] = await database.query(inboxVersionsSql, [viewer, null, null, limit])
  return nullable(row?.['versions'], text) ?? ''
}

const pageOf = (found: readonly VersionedRecord[]): FirstInboxPage => ({
  versions: found.map(({ version }) => version).join(','),
  records: found.map(({ record }) => record),
})

const byVersion = ({ versions, records }: FirstInboxPage): Map<string, InboxRecord> =>
  new Map(versions.split(',').flatMap((version, at) => records.slice(at, at + 1).map((record) => [version, record])))

/** Reads pages of inboxes: of a first page that was read before only what has changed since. */
export const createInboxPages = (database: Database, pages: FirstInboxPages): Store['inbox'] => {
  /** The page of now, made of one that was read before; null where too much has changed, or it changed on the way. */
  const renewed = async (viewer: UserId, limit: number, before: FirstInboxPage): Promise<FirstInboxPage | null> => {
    const versions = await readVersions(database, viewer, limit)
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
