import type { ConversationRecord } from '../ports/store.ts'
import { isLookedFor } from '../rules/inbox-filter.ts'
import type { InboxFilter } from '../rules/inbox-filter.ts'
import { limits } from '../rules/limits.ts'
import type { Context } from './context.ts'
import { pagedBy } from './paged.ts'

/** A page of an inbox, before permissions and profiles. */
export interface InboxFound {
  readonly records: readonly ConversationRecord[]
  readonly next: string | null
}

/** What somebody asks a filtered inbox for. */
export interface FilteredInbox extends InboxFilter {
  readonly status: 'active' | 'left'
  readonly after: string | undefined
  readonly limit: number
}

/**
 * A page of the conversations that are looked for. The heads of up to 200 are read, and of those that fit the records: what a
 * page costs does not grow with the inbox, and who wants more goes on from where it ended, found or not.
 */
export const filteredInbox = async (context: Context, asked: FilteredInbox): Promise<InboxFound> => {
  const { store, cursors, me } = context
  const { status, kind, query, after, limit } = asked
  const purpose = `inbox ${status}`
  const from = after === undefined ? {} : { after: cursors.unsealText(purpose, me, after) }
  const scan = kind === undefined && query === undefined ? limit : limits.inboxScan
  const heads = await store.inboxHeads(me, { status, named: await named(context, query), ...from, limit: scan + 1 })
  const { page: looked, last: lastLooked } = pagedBy(scan, heads)
  const { page, last: lastFitting } = pagedBy(limit, looked.filter(isLookedFor({ kind, query })))
  const last = lastFitting ?? lastLooked
  const ids = page.map(({ conversationId }) => conversationId)
  const found = ids.length === 0 ? [] : await store.conversations(me, ids)
  const byId = new Map(found.map((record) => [record.id, record]))
  return {
    records: ids.flatMap((id) => byId.get(id) ?? []),
    next: last === null ? null : cursors.sealText(purpose, me, last.place),
  }
}

/** The users whose names fit what is looked for. */
const named = async ({ directory, me }: Context, query: string | undefined): Promise<readonly string[]> => {
  if (query === undefined) return []
  const found = await directory.search(me, query, limits.inboxNames)
  return found.slice(0, limits.inboxNames).map(({ id }) => id)
}
