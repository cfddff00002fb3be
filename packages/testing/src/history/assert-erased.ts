import { isErased } from '@msg/core'
import type { Message, Session, UserId } from '@msg/core'
import type { OracleState } from '../oracle/state.ts'
import { unreadTotals } from '../oracle/views.ts'
import { applyChanges, copyOf, plainCopy } from './client-copy.ts'
import { allChanges, allInbox, allMembers, allMessages } from './read-all.ts'
import { same } from './same.ts'
import type { Sessions } from './look.ts'

/**
 * One of the users erases their account. To the others nothing names them any more, their messages are empty, everybody else's
 * are as they were and count as they did; who was away catches up. They themselves have nothing.
 */
export const assertErased = async (state: OracleState, sessions: Sessions, userId: UserId): Promise<void> => {
  const others = state.people.users.filter((other) => other !== userId)
  const before = await Promise.all(others.map(async (other) => standingOf(await sessions(other))))
  const erased = await sessions(userId)
  same(await erased.account.erase(), { erased: true }, `what ${userId} is told`)
  emptyMessagesOf(state, userId)
  for (const { session, cursor, copy, messages } of before) {
    const what = (part: string): string => `${part} for ${session.me} once ${userId} is erased`
    same((await everythingOf(session)).includes(JSON.stringify(userId)), false, what('whether something names them'))
    same(await messagesOf(session), messages.map(emptiedOf(userId)), what('the messages'))
    same(await session.inbox.unread(), unreadTotals(state, session.me), what('unread'))
    await applyChanges(copy, await allChanges(session, cursor, 5))
    same(plainCopy(copy), plainCopy(await copyOf(session)), what('the copy, caught up'))
  }
  same(await allInbox(erased), [], `the inbox of ${userId}`)
  same((await erased.inbox.list({ status: 'left' })).conversations, [], `what ${userId} has left`)
  same((await erased.people.blocked()).blocks, [], `whom ${userId} has blocked`)
}

const standingOf = async (session: Session) => {
  const { cursor } = await session.live.read()
  return { session, cursor, copy: await copyOf(session), messages: await messagesOf(session) }
}

/** What is said in all conversations of an inbox. */
const messagesOf = async (session: Session) =>
  (await Promise.all((await allInbox(session)).map(({ id }) => allMessages(session, id)))).flat().map(said)

/** What is left of a message whoever wrote it; whose it is where that is somebody. */
const said = ({ id, conversationId, seq, body, authorId }: Message) => ({
  id,
  conversationId,
  seq,
  body,
  authorId: isErased(authorId) ? null : authorId,
})

type Said = ReturnType<typeof said>

const emptiedOf =
  (userId: UserId) =>
  (message: Said): Said =>
    message.authorId === userId ? { ...message, body: null, authorId: null } : message

/** Everything somebody can read, as one text. */
const everythingOf = async (session: Session): Promise<string> => {
  const inbox = await allInbox(session)
  const inside = inbox.map(async ({ id }) => [await allMessages(session, id), await allMembers(session, id)])
  const { conversations } = await session.inbox.list({ status: 'left' })
  const rooms = await session.rooms.browse()
  return JSON.stringify([inbox, await Promise.all(inside), conversations, rooms, await session.people.blocked()])
}

const emptyMessagesOf = ({ conversations }: OracleState, userId: UserId): void => {
  for (const { messages } of conversations)
    for (const message of messages) if (message.authorId === userId) message.texts = []
}
