import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import { flag, id, inputOf, oneOf, optional, pageLimit, seqBound, withDefault } from '../../rules/input.ts'
import type { ListMessagesInput, MessagePage } from '../../session.ts'
import type { MessagesQuery } from '../../ports/store.ts'
import type { Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({
  conversationId: id,
  before: optional(seqBound),
  after: optional(seqBound),
  order: withDefault(oneOf('asc', 'desc'), 'desc'),
  pinned: withDefault(flag, false),
  limit: pageLimit,
})

export const listMessages: Verb<ListMessagesInput, MessagePage> = async (context, input) => {
  const { conversationId, before, after, order, pinned, limit } = read(input)
  const page: MessagesQuery = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    order,
    pinned,
    limit: limit + 1,
  }
  const found = await seen(context, { conversationId }, (viewer) =>
    context.store.messages(viewer, conversationId, page),
  )
  const messages = found.slice(0, limit)
  return {
    messages,
    profiles: await profilesOf(
      context.directory,
      messages.map((message) => message.authorId),
    ),
    more: found.length > limit,
  }
}
