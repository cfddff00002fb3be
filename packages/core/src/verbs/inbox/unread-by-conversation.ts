import { inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { PageInput, UnreadPage } from '../../session.ts'
import type { Verb } from '../context.ts'
import { pagedBy } from '../paged.ts'

const read = inputOf({ after: optional(token), limit: pageLimit })

export const unreadByConversation: Verb<PageInput, UnreadPage> = async ({ store, cursors, me }, input) => {
  const { after, limit } = read(input)
  const above = after === undefined ? {} : { above: cursors.unsealText('unread', me, after) }
  const found = await store.unreadByConversation(me, { ...above, limit: limit + 1 })
  const { page: conversations, last } = pagedBy(limit, found)
  return {
    conversations,
    next: last === null ? null : cursors.sealText('unread', me, last.conversationId),
  }
}
