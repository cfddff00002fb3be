import { invalidCursor } from '../../delivery/cursor.ts'
import type { AccountRecord, ConversationOfMine } from '../../model/account.ts'
import { isId } from '../../model/ids.ts'
import { inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { ExportPage, PageInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { pagedBy } from '../paged.ts'
import { shownPeople } from '../shown-people.ts'

const read = inputOf({ after: optional(token), limit: pageLimit })

/** How often one page asks the store, so that whoever has left little in much is not waited for. */
const piecesAtOnce = 100

/** Where an export stands: at the beginning; in a place, after one of its messages (null: before the place itself); among the blocks. */
type Position =
  | { readonly part: 'profile' }
  | { readonly part: 'place'; readonly id: string; readonly above: number | null }
  | { readonly part: 'blocks'; readonly below: number | null }

/** A piece of a page, and where it goes on; null: that was all. */
interface Piece {
  readonly records: readonly AccountRecord[]
  readonly next: Position | null
}

export const exportAccount: Verb<PageInput, ExportPage> = async (context, input) => {
  const { cursors, me } = context
  const { after, limit } = read(input)
  let position: Position | null =
    after === undefined ? { part: 'profile' } : positionIn(cursors.unsealText('export', me, after))
  const records: AccountRecord[] = []
  for (let pieces = 0; pieces < piecesAtOnce && position !== null && records.length < limit; pieces += 1) {
    const piece: Piece = await pieceAt(context, position, limit - records.length)
    records.push(...piece.records)
    position = piece.next
  }
  return { records, next: position === null ? null : cursors.sealText('export', me, textOf(position)) }
}

const pieceAt = (context: Context, position: Position, limit: number): Promise<Piece> => {
  switch (position.part) {
    case 'profile':
      return profile(context)
    case 'place':
      return place(context, { id: position.id, above: position.above, limit })
    case 'blocks':
      return blocks(context, { below: position.below, limit })
  }
}

const profile = async (context: Context): Promise<Piece> => {
  const { directory, me } = context
  const known = (await directory.get([me])).filter(({ id }) => id === me)
  return {
    records: shownPeople(context, known).map((person) => ({ type: 'profile', profile: person })),
    next: await placeAfter(context, null),
  }
}

/** The first place, or the one after another; when there is none, the blocks. */
const placeAfter = async ({ store, me }: Context, id: string | null): Promise<Position> => {
  const [next] = await store.accounts.places(me, { ...(id === null ? {} : { above: id }), limit: 1 })
  return next === undefined ? { part: 'blocks', below: null } : { part: 'place', id: next, above: null }
}

const place = async (
  context: Context,
  { id, above, limit }: { readonly id: string; readonly above: number | null; readonly limit: number },
): Promise<Piece> => {
  const { store, me } = context
  const page = above === null ? { above: 0, limit: limit - 1 } : { above, limit }
  const contents = await store.accounts.contents(me, id, page)
  if (contents === null) return { records: [], next: await placeAfter(context, id) }
  const { conversation, messages, next } = contents
  return {
    records: above === null ? [shownAs(conversation), ...messages] : messages,
    next: next === null ? await placeAfter(context, id) : { part: 'place', id, above: next },
  }
}

/** What a channel is called is for those to see whom its target lets. */
const shownAs = (conversation: ConversationOfMine): ConversationOfMine =>
  conversation.kind === 'channel' ? { ...conversation, conversation: null } : conversation

const blocks = async (
  { store, me }: Context,
  { below, limit }: { readonly below: number | null; readonly limit: number },
): Promise<Piece> => {
  const found = await store.blocks(me, { ...(below === null ? {} : { below }), limit: limit + 1 })
  const { page, last } = pagedBy(limit, found)
  return {
    records: page.map(({ blocked, at }) => ({ type: 'block', block: { userId: blocked, at } })),
    next: last === null ? null : { part: 'blocks', below: last.number },
  }
}

const textOf = (position: Position): string => {
  switch (position.part) {
    case 'profile':
      return 'profile'
    case 'place':
      return `place ${position.id} ${position.above ?? ''}`
    case 'blocks':
      return `blocks ${position.below ?? ''}`
  }
}

/** The reverse. @throws invalid_cursor */
const positionIn = (text: string): Position => {
  const [part, one = '', other = ''] = text.split(' ')
  if (part === 'blocks') return { part, below: one === '' ? null : Number(one) }
  if (part === 'place' && isId(one)) return { part, id: one, above: other === '' ? null : Number(other) }
  throw invalidCursor()
}
