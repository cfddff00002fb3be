import { profilesOf, usersOf } from '../../delivery/mentioned-profiles.ts'
import type { FilteredMessages, FilterQuery, MessagesQuery, Viewer } from '../../ports/store.ts'
import {
  filterFields,
  flag,
  id,
  inputOf,
  oneOf,
  optional,
  pageLimit,
  seqBound,
  withDefault,
} from '../../rules/input.ts'
import type { ListMessagesInput, MessagePage } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({
  conversationId: id,
  before: optional(seqBound),
  after: optional(seqBound),
  order: withDefault(oneOf('asc', 'desc'), 'desc'),
  pinned: withDefault(flag, false),
  ...filterFields,
  limit: pageLimit,
})

export const listMessages: Verb<ListMessagesInput, MessagePage> = async (context, input) => {
  const { conversationId, before, after, order, pinned, limit, ...filter } = read(input)
  const page: MessagesQuery = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    order,
    pinned,
    limit: limit + 1,
  }
  const found = await seen(context, { conversationId }, (viewer) =>
    pageOf(context, viewer, { conversationId, page, filter }),
  )
  const messages = found.messages.slice(0, limit)
  return {
    messages,
    profiles: await profilesOf(context.directory, messages.flatMap(usersOf)),
    more: found.messages.length > limit || found.next !== null,
    ...(found.next === null ? {} : { next: found.next }),
  }
}

interface Page {
  readonly conversationId: string
  readonly page: MessagesQuery
  readonly filter: FilterQuery
}

/** Without a filter a page is never short. */
const pageOf = async (
  { store }: Context,
  viewer: Viewer,
  { conversationId, page, filter }: Page,
): Promise<FilteredMessages | null> => {
  if (Object.values(filter).some((value) => value !== undefined))
    return store.filteredMessages(viewer, conversationId, { ...page, filter })
  const messages = await store.messages(viewer, conversationId, page)
  return messages === null ? null : { messages, next: null }
}
