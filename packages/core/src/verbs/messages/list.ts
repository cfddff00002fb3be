import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import { notFound } from '../../rules/decision.ts'
import { flag, id, inputOf, oneOf, optional, pageLimit, seqBound, withDefault } from '../../rules/input.ts'
import type { ListMessagesInput, MessagePage } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({
  conversationId: id,
  before: optional(seqBound),
  after: optional(seqBound),
  order: withDefault(oneOf('asc', 'desc'), 'desc'),
  pinned: withDefault(flag, false),
  limit: pageLimit,
})

export const listMessages: Verb<ListMessagesInput, MessagePage> = async ({ store, directory, me }, input) => {
  const { conversationId, before, after, order, pinned, limit } = read(input)
  const found = await store.messages(me, conversationId, {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    order,
    pinned,
    limit: limit + 1,
  })
  if (found === null) throw notFound()
  const messages = found.slice(0, limit)
  return {
    messages,
    profiles: await profilesOf(
      directory,
      messages.map((message) => message.authorId),
    ),
    more: found.length > limit,
  }
}
