import type { Session } from '@msg/core'
import { masked } from '../oracle/outcome.ts'
import { activeIn, readerIn, viewerIn } from '../oracle/state.ts'
import type { OracleConversation, OracleState } from '../oracle/state.ts'
import { capped, conversationView, inboxFor, receiptView, unreadFor } from '../oracle/views.ts'
import { same } from './same.ts'
import type { Sessions } from './look.ts'

/** What every user is listed beside their inbox: what they left, what is unread where, rooms, receipts, whom they have blocked. */
export const assertLists = async (state: OracleState, sessions: Sessions): Promise<void> => {
  for (const userId of state.people.users) {
    const session = await sessions(userId)
    await assertLeft(state, session)
    await assertRooms(state, session)
    await assertUnreadWhere(state, session)
    await assertBlocked(state, session)
    for (const { conversation } of inboxFor(state, userId)) await assertReceipts(state, session, conversation)
  }
}

/** The latest first, which the oracle knows no times to tell by. */
const assertLeft = async (state: OracleState, session: Session): Promise<void> => {
  const left = state.conversations.flatMap((conversation) => {
    const viewer = viewerIn(conversation, session.me)
    return viewer?.status === 'left' ? [conversationView(state, conversation, viewer)] : []
  })
  const { conversations } = await session.inbox.list({ status: 'left' })
  same(masked(conversations.toSorted(byId)), left.toSorted(byId), `what ${session.me} has left`)
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)

/** Those everybody reads, and those they are in, latest activity first. */
const assertRooms = async (state: OracleState, session: Session): Promise<void> => {
  const rooms = state.conversations
    .filter(({ kind }) => kind === 'room')
    .toSorted((a, b) => b.activity - a.activity)
    .flatMap((conversation) => {
      const viewer = viewerIn(conversation, session.me)
      const found = viewer?.status === 'active' || conversation.visibility === 'public'
      return viewer !== undefined && found ? [conversationView(state, conversation, viewer)] : []
    })
  same(masked((await session.rooms.browse()).conversations), rooms, `the rooms of ${session.me}`)
}

const assertUnreadWhere = async (state: OracleState, session: Session): Promise<void> => {
  const counts = inboxFor(state, session.me)
    .map(({ conversation, viewer }) => ({ id: conversation.id, count: unreadFor(conversation, viewer) }))
    .filter(({ count }) => count > 0)
    .toSorted(byId)
    .map(({ id, count }) => ({ conversationId: id, unread: capped(count) }))
  const { conversations } = await session.inbox.unreadByConversation()
  same(conversations, counts, `what is unread where for ${session.me}`)
}

const assertBlocked = async ({ blocks }: OracleState, session: Session): Promise<void> => {
  const own = blocks.filter(({ blocker }) => blocker === session.me).map(({ blocked }) => blocked)
  const listed = (await session.people.blocked()).blocks.map(({ userId }) => userId)
  same(listed, own.toReversed(), `whom ${session.me} has blocked`)
}

/** Those of the members, but of whom they have blocked. */
const assertReceipts = async (
  { blocks }: OracleState,
  session: Session,
  conversation: OracleConversation,
): Promise<void> => {
  const expected = activeIn(conversation)
    .filter(({ userId }) => !blocks.some(({ blocker, blocked }) => blocker === session.me && blocked === userId))
    .map(({ userId }) => receiptView(conversation, { userId, reader: readerIn(conversation, userId) }))
  const { receipts } = await session.receipts.list({ conversationId: conversation.id })
  same(masked(receipts), expected, `the receipts in ${conversation.id} for ${session.me}`)
}
