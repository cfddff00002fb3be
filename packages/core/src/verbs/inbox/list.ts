import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import { inputOf, oneOf, optional, pageLimit, text, token, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { InboxPage, ListInboxInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { filteredInbox } from '../filtered-inbox.ts'
import type { InboxFound } from '../filtered-inbox.ts'
import { pagedBy } from '../paged.ts'

const read = inputOf({
  query: optional(text({ characters: limits.query })),
  status: withDefault(oneOf('active', 'left'), 'active'),
  kind: optional(oneOf('direct', 'group', 'room', 'channel')),
  after: optional(token),
  limit: pageLimit,
})

export const listInbox: Verb<ListInboxInput, InboxPage> = async (context, input) => {
  const asked = read(input)
  const isWhole = asked.status === 'active' && asked.query === undefined && asked.kind === undefined
  const { records, next } = await (isWhole ? wholeInbox(context, asked) : filteredInbox(context, asked))
  return {
    conversations: records.map((record) => withPermissions(record, { features: context.host.features })),
    profiles: await profilesOf(
      context.directory,
      records.flatMap(({ memberIds, lastMessage }) =>
        lastMessage === null ? memberIds : [...memberIds, lastMessage.authorId],
      ),
    ),
    next,
  }
}

/** One query, whatever the size of the inbox. */
const wholeInbox = async (
  { store, cursors, me }: Context,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<InboxFound> => {
  const [minute, position] = after === undefined ? [] : cursors.unseal('inbox', me, after)
  const below = minute === undefined || position === undefined ? {} : { below: { minute, position } }
  const found = await store.inbox(me, { ...below, limit: limit + 1 })
  const { page, last } = pagedBy(limit, found)
  return {
    records: page,
    next: last === null ? null : cursors.seal('inbox', me, [last.activity.minute, last.activity.position]),
  }
}
