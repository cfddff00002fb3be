import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { InboxRecord } from '../../ports/store.ts'
import { inputOf, optional, pageLimit, text, token } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { BrowseRoomsInput, RoomPage } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { pagedBy } from '../paged.ts'
import { admits, rightsIn } from '../rights.ts'

const read = inputOf({
  query: optional(text({ characters: limits.title })),
  after: optional(token),
  limit: pageLimit,
})

export const browseRooms: Verb<BrowseRoomsInput, RoomPage> = async (context, input) => {
  const { store, directory, cursors, me } = context
  const { query, after, limit } = read(input)
  const [minute, position] = after === undefined ? [] : cursors.unseal('rooms', me, after)
  const found = await store.rooms(me, {
    ...(minute === undefined || position === undefined ? {} : { below: { minute, position } }),
    ...(query === undefined ? {} : { text: query }),
    limit: limit + 1,
  })
  const { page, last } = pagedBy(limit, found)
  const conversations = (await Promise.all(page.map((record) => asFound(context, record)))).flat()
  return {
    conversations,
    profiles: await profilesOf(directory, conversations.flatMap(usersIn)),
    next: last === null ? null : cursors.seal('rooms', me, [last.activity.minute, last.activity.position]),
  }
}

/** A room as I see it; none when it is about a target that I may not view. */
const asFound = async (context: Context, { activity, ...record }: InboxRecord): Promise<readonly Conversation[]> => {
  const rights = await rightsIn(context, record)
  const mine = record.target === null || record.me.status === 'active'
  return mine || admits(rights) ? [withPermissions(record, { features: context.host.features, rights })] : []
}

const usersIn = ({ memberIds, lastMessage }: Conversation): readonly string[] =>
  lastMessage === null ? memberIds : [...memberIds, lastMessage.authorId]
