import type { FilteredMessages, FilteredQuery, FilterQuery } from '../ports/store.ts'
import type { Message } from '../model/message.ts'
import type { Lens } from './lens.ts'
import { messagesPage } from './queries.ts'
import type { ConversationRow } from './state.ts'

/** Whether a message is meant by a filter. */
export const isMeant = (
  { authorId, verb, createdAt }: Pick<Message, 'authorId' | 'verb' | 'createdAt'>,
  { authorId: author = authorId, verb: word = verb, createdFrom = createdAt, createdTo }: FilterQuery,
): boolean =>
  authorId === author && verb === word && createdAt >= createdFrom && (createdTo === undefined || createdAt < createdTo)

/** A page of the messages in sight that are meant. Everything is walked over at once here. */
export const filteredPage = (row: ConversationRow, lens: Lens, page: FilteredQuery): FilteredMessages => ({
  messages: messagesPage(row, lens, { ...page, limit: row.messages.length })
    .filter((message) => isMeant(message, page.filter))
    .slice(0, page.limit),
  next: null,
})
