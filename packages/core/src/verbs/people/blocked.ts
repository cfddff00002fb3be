import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import { inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { BlockPage, ListBlocksInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { pagedBy } from '../paged.ts'

const read = inputOf({ after: optional(token), limit: pageLimit })

export const listBlocked: Verb<ListBlocksInput, BlockPage> = async ({ cursors, directory, store, me }, input) => {
  const { after, limit } = read(input)
  const [below] = after === undefined ? [] : cursors.unseal('blocks', me, after)
  const found = await store.blocks(me, { ...(below === undefined ? {} : { below }), limit: limit + 1 })
  const { page, last } = pagedBy(limit, found)
  return {
    blocks: page.map(({ blocked, at }) => ({ userId: blocked, at })),
    profiles: await profilesOf(
      directory,
      page.map(({ blocked }) => blocked),
    ),
    next: last === null ? null : cursors.seal('blocks', me, [last.number]),
  }
}
