import type { Message } from '../model/message.ts'
import type { SearchFound, SearchPlace, SearchQuery, Viewer } from '../ports/store.ts'
import { hasTerms } from '../rules/search-text.ts'
import { isMeant } from './filtered-messages.ts'
import { isInSight, lensOf, seenThrough } from './lens.ts'
import type { Lens } from './lens.ts'
import { rankedAt } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import type { ConversationRow, MemoryState } from './state.ts'

interface Found extends SearchPlace {
  readonly message: Message
}

/** The messages a viewer finds, highest place first; null when the conversation named is out of sight. */
export const searchMessages = (state: MemoryState, viewer: Viewer, query: SearchQuery): SearchFound | null => {
  const places = query.conversationId === undefined ? allOf(state, viewer) : oneOf(state, viewer, query.conversationId)
  if (places === null) return null
  const { below } = query
  const found = places
    .flatMap(({ row, lens }) => foundIn(row, lens, query))
    .filter((one) => below === undefined || higherFirst(one, below) > 0)
    .toSorted(higherFirst)
  const last = found[query.limit - 1]
  return {
    messages: found.slice(0, query.limit).map(({ message }) => message),
    next: last !== undefined && found.length > query.limit ? placeOf(last) : null,
  }
}

interface Searched {
  readonly row: ConversationRow
  readonly lens: Lens
}

const oneOf = (state: MemoryState, viewer: Viewer, id: string): readonly Searched[] | null => {
  const row = state.conversations.get(id)
  const lens = lensOf(row, viewer)
  return row === undefined || lens === null ? null : [{ row, lens }]
}

/** Those the viewer is in, and those they left, up to there. */
const allOf = (state: MemoryState, viewer: Viewer): readonly Searched[] => {
  const userId = typeof viewer === 'string' ? viewer : viewer.userId
  return [...(state.conversationsOf.get(userId) ?? [])].flatMap((row) => {
    const lens = lensOf(row, userId)
    if (lens === null || lens.member === null || lens.member.status === 'removed') return []
    return [{ row, lens: { ...lens, until: Math.min(lens.until, lens.member.endedSeq ?? Infinity) } }]
  })
}

const foundIn = (row: ConversationRow, lens: Lens, query: SearchQuery): readonly Found[] =>
  row.messages
    .filter((message) => isInSight(lens, message) && isMeant(message, query) && hasWords(message, lens, query))
    .map((message) => ({
      message: seenThrough(lens, message),
      rank: query.conversationId === undefined ? Date.parse(rankedAt(message)) : message.seq,
      conversationId: row.id,
      seq: message.seq,
    }))

/** The words are those of the present text: who sees an earlier one does not find it. */
const hasWords = ({ texts }: MessageRow, { asOf }: Lens, { terms }: SearchQuery): boolean => {
  const text = texts.at(-1)
  return (
    text !== undefined &&
    text.revision <= (asOf ?? Infinity) &&
    terms.length > 0 &&
    hasTerms(new Set(text.words), terms)
  )
}

const placeOf = ({ rank, conversationId, seq }: SearchPlace): SearchPlace => ({ rank, conversationId, seq })

const higherFirst = (a: SearchPlace, b: SearchPlace): number =>
  b.rank - a.rank ||
  (a.conversationId < b.conversationId ? 1 : a.conversationId > b.conversationId ? -1 : b.seq - a.seq)
