import { resyncRequired } from '../../delivery/cursor.ts'
import type { LogPoint } from '../../delivery/cursor.ts'
import { profilesOf, usersIn } from '../../delivery/mentioned-profiles.ts'
import type { LogPage } from '../../ports/store.ts'
import { inputOf, optional, token, whole, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import type { ChangePage, ReadChangesInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'

const read = inputOf({
  after: optional(token),
  limit: withDefault(whole({ from: 1, to: limits.changes }), limits.changesDefault),
})

export const readChanges: Verb<ReadChangesInput, ChangePage> = async (context, input) => {
  const { cursors, store, me } = context
  const { after, limit } = read(input)
  if (after === undefined) return pageOf(context, await store.log({ after: null, limit: 1 }), null)
  const point = cursors.read(after, me)
  const page = await store.feed(me, { ...point, limit })
  if (page === 'resync') throw resyncRequired()
  return pageOf(context, page, point)
}

const pageOf = async (context: Context, page: LogPage, from: LogPoint | null): Promise<ChangePage> => {
  const changes = page.changes.map((logged) => logged.change)
  const position = page.changes.at(-1)?.position
  const saw = from?.upTo ?? page.snapshot
  const paging = page.more && from !== null && position !== undefined
  const point: LogPoint = paging ? { after: from.after, upTo: saw, position } : { after: saw }
  return {
    changes,
    profiles: await profilesOf(context.directory, changes.flatMap(usersIn)),
    cursor: `${context.cursors.shared(point)}.${context.cursors.tag(context.me)}`,
    // The end of a long read is the snapshot at its beginning: there may be newer changes.
    more: page.more || from?.upTo !== undefined,
  }
}
