import { profilesOf, usersOf } from '../../delivery/mentioned-profiles.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Message } from '../../model/message.ts'
import { notFound } from '../../rules/decision.ts'
import { filterFields, id, inputOf, optional, pageLimit, text, token } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { withPermissions } from '../../rules/permissions.ts'
import { rangesOf, termsOf } from '../../rules/search-text.ts'
import type { SearchPlace, Viewer } from '../../ports/store.ts'
import type { HitPage, SearchMessagesInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({
  query: text({ characters: limits.query }),
  conversationId: optional(id),
  ...filterFields,
  after: optional(token),
  limit: pageLimit,
})

export const searchMessages: Verb<SearchMessagesInput, HitPage> = async (context, input) => {
  const { query, after, limit, ...filters } = read(input)
  const { conversationId } = filters
  const purpose = `search ${conversationId ?? ''}`
  const terms = termsOf(query)
  const below = after === undefined ? {} : { below: unsealPlace(context, purpose, after) }
  const search = (viewer: Viewer) => context.store.search(viewer, { ...filters, ...below, terms, limit })
  const found =
    conversationId === undefined ? await search(context.me) : await seen(context, { conversationId }, search)
  if (found === null) throw notFound()
  const conversations = conversationId === undefined ? await conversationsOf(context, found.messages) : []
  return {
    hits: found.messages.map((message) => ({ message, ranges: rangesOf(message.body ?? '', terms) })),
    conversations,
    profiles: await profilesOf(context.directory, [
      ...found.messages.flatMap(usersOf),
      ...conversations.flatMap(({ memberIds }) => memberIds),
    ]),
    next: found.next === null ? null : sealPlace(context, purpose, found.next),
  }
}

/** The conversations of some messages, in one read. */
const conversationsOf = async (
  { store, me, host }: Context,
  messages: readonly Message[],
): Promise<readonly Conversation[]> => {
  const ids = new Set(messages.map(({ conversationId }) => conversationId))
  const records = ids.size === 0 ? [] : await store.conversations(me, [...ids])
  return records.map((record) => withPermissions(record, { features: host.features }))
}

const sealPlace = ({ cursors, me }: Context, purpose: string, { rank, conversationId, seq }: SearchPlace): string =>
  cursors.sealText(purpose, me, `${rank} ${conversationId} ${seq}`)

/** @throws invalid_cursor */
const unsealPlace = ({ cursors, me }: Context, purpose: string, after: string): SearchPlace => {
  const [rank, conversationId = '', seq] = cursors.unsealText(purpose, me, after).split(' ')
  return { rank: Number(rank), conversationId, seq: Number(seq) }
}
