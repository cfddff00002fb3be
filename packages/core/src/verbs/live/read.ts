import { resyncRequired } from '../../delivery/cursor.ts'
import { piecesOf } from '../../delivery/pieces.ts'
import { profilesOf, usersIn } from '../../delivery/mentioned-profiles.ts'
import type { LogPage, LogPoint } from '../../ports/store.ts'
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

/** What there is after a point, as far as it goes into one answer of bounded size. */
const pageOf = async (context: Context, page: LogPage, from: LogPoint | null): Promise<ChangePage> => {
  const { pieces, end } = piecesOf(page, from ?? { after: page.snapshot })
  const { changes: logged, point } = pieces[0] ?? { changes: [], point: end }
  const changes = logged.map(({ change }) => change)
  return {
    changes,
    profiles: await profilesOf(context.directory, changes.flatMap(usersIn)),
    cursor: `${context.cursors.shared(point)}.${context.cursors.tag(context.me)}`,
    // The end of a long read is the snapshot at its beginning: there may be newer changes.
    more: page.more || pieces.length > 1 || from?.upTo !== undefined,
  }
}
