import type { CountedBy, Session } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { detailReply } from '../shared/detail.ts'
import type { Call } from '../shared/surface.ts'
import { count, find } from './counting.ts'
import { groupOf, readGroupBy } from './group-by.ts'
import { toldOf } from './house.ts'
import type { House } from './house.ts'
import { fullMessage, shortMessage } from './message-json.ts'
import { linkHeader, readPage } from './page-links.ts'
import { isStatsPeriod, periodsJson } from './periods-json.ts'
import { missing, readFilter, readTarget } from './read-query.ts'
import { forbidden, wrongReply } from './refusals.ts'
import type { Stretch, Walk } from './walk.ts'

/** A page of the messages about a target, or of their counts. Asked about nothing, nothing. */
export const listMessages = async (call: Call, house: House): Promise<Reply> => {
  const query = call.url.searchParams
  if (!query.has('target_type') && !query.has('target_id')) return jsonReply([])
  const by = readGroupBy(query.getAll('group_by'))
  return onTarget(call, house, async (wanted) => {
    if (typeof by === 'string') return detailReply(400, by)
    return by.length === 0 ? messagePage(call, house, wanted) : groupPage(call, wanted, by)
  })
}

/** How many messages about a target there are, by period and verb. */
export const messageStats = async (call: Call, house: House): Promise<Reply> => {
  const period = call.url.searchParams.get('group_by') ?? ''
  return onTarget(call, house, async (wanted) => {
    if (period === '') return detailReply(400, missing('group_by'))
    if (!isStatsPeriod(period)) return detailReply(400, "Parameter 'group_by' is not valid.")
    const rows = wanted === null ? [] : await count(call.session, wanted, [period, 'verb'])
    return jsonReply(periodsJson(rows, period))
  })
}

/** Reads which messages are asked for, of a target that is theirs to view; null for none. */
const onTarget = async (
  { session, url }: Call,
  house: House,
  answer: (wanted: Walk | null) => Promise<Reply>,
): Promise<Reply> => {
  const target = readTarget(url.searchParams, house.targets.types)
  if (typeof target === 'string') return detailReply(400, target)
  const wanted = await readFilter(url.searchParams, target, house)
  if (wanted !== null && 'wrong' in wanted) return wrongReply(wanted)
  return (await house.targets.allows(session.me, 'view', target)) ? answer(wanted) : forbidden
}

const messagePage = async (call: Call, house: House, wanted: Walk | null): Promise<Reply> => {
  if (wanted === null) return onPage(call, 0, async () => [])
  const { items, read } = await find(call.session, wanted)
  return onPage(call, items, async (stretch) => {
    const { messages, profiles } = await read(stretch)
    const told = await toldOf(house, messages, profiles)
    return told.map((one) => (house.fullPayload ? fullMessage(one, wanted.target) : shortMessage(one)))
  })
}

const groupPage = async (call: Call, wanted: Walk | null, by: readonly CountedBy[]): Promise<Reply> => {
  const rows = wanted === null ? [] : await count(call.session, wanted, by)
  return onPage(call, rows.length, async ({ skip, take }) => {
    const page = rows.slice(skip, skip + take)
    const profiles = await profilesOf(
      call.session,
      page.flatMap(({ authorId }) => authorId ?? []),
    )
    return page.map((row) => groupOf(row, profiles))
  })
}

/** As many as are asked for at once. */
const peopleAtOnce = 100

const profilesOf = async (session: Session, ids: readonly string[]) => {
  const userIds = [...new Set(ids)]
  const pages = Array.from({ length: Math.ceil(userIds.length / peopleAtOnce) }, (_, index) =>
    session.people.get({ userIds: userIds.slice(index * peopleAtOnce, (index + 1) * peopleAtOnce) }),
  )
  return new Map((await Promise.all(pages)).flatMap(({ profiles }) => profiles.map((one) => [one.id, one] as const)))
}

/** One page of so many items as a bare list, with links to the others. The first is there even when it is empty. */
const onPage = async (
  { url }: Call,
  items: number,
  read: (stretch: Stretch) => Promise<readonly object[]>,
): Promise<Reply> => {
  const { page, size } = readPage(url.searchParams)
  const pages = Math.max(1, Math.ceil(items / size))
  if (page === null || page > pages) return detailReply(404, 'Invalid page.')
  const list = await read({ skip: (page - 1) * size, take: size })
  if (page > 1 && list.length === 0) return detailReply(404, 'Invalid page.')
  const link = linkHeader(url.href, { page, pages: list.length < size ? page : pages })
  return jsonReply(list, 200, link === null ? {} : { link })
}
