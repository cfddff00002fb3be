import type { Session } from '@msg/core'
import { expectRefusal } from '../expect-refusal.ts'
import { changesSince } from '../oracle/changes.ts'
import { masked } from '../oracle/outcome.ts'
import { viewerIn } from '../oracle/state.ts'
import type { OracleConversation, OracleState, OracleViewer } from '../oracle/state.ts'
import {
  conversationView,
  inboxFor,
  membersFor,
  memberView,
  messageFor,
  messagesFor,
  revisionsFor,
  unreadTotals,
} from '../oracle/views.ts'
import { applyChanges, copyOf, plainCopy } from './client-copy.ts'
import { allChanges, allInbox, allMembers, allMessages, replayedChanges } from './read-all.ts'
import { same } from './same.ts'
import type { Look, Sessions } from './look.ts'

/** Every user's inbox, conversations, members and messages are what the oracle says. */
export const assertViews = async (state: OracleState, sessions: Sessions): Promise<void> => {
  for (const userId of state.people.users) {
    const session = await sessions(userId)
    const inbox = inboxFor(state, userId).map(({ conversation, viewer }) =>
      conversationView(state, conversation, viewer),
    )
    same(masked(await allInbox(session)), inbox, `the inbox of ${userId}`)
    for (const conversation of state.conversations) await assertConversation(state, session, conversation)
  }
}

/** What is unread for everybody, counted one by one. */
export const assertUnread = async (state: OracleState, sessions: Sessions): Promise<void> => {
  for (const userId of state.people.users)
    same(await (await sessions(userId)).inbox.unread(), unreadTotals(state, userId), `unread of ${userId}`)
}

const assertConversation = async (
  state: OracleState,
  session: Session,
  conversation: OracleConversation,
): Promise<void> => {
  const { id: conversationId } = conversation
  const viewer = viewerIn(conversation, session.me)
  if (viewer === undefined) {
    await expectRefusal(session.conversations.get({ conversationId }), 'not_found')
    await expectRefusal(session.messages.list({ conversationId }), 'not_found')
    await expectRefusal(session.members.list({ conversationId }), 'not_found')
    return
  }
  const what = (part: string): string => `${part} of ${conversationId} for ${session.me}`
  const got = await session.conversations.get({ conversationId })
  same(masked(got), conversationView(state, conversation, viewer), what('the conversation'))
  await assertMessages(session, { conversation, viewer })
  const expected = membersFor(conversation, viewer).map((other) => memberView(conversation, other))
  const members = await allMembers(session, conversationId)
  same(masked(members), expected, what('the members'))
}

/** Those they may read, one by one and in pages, with the texts they had; of the others nothing. */
const assertMessages = async (
  session: Session,
  { conversation, viewer }: { readonly conversation: OracleConversation; readonly viewer: OracleViewer },
): Promise<void> => {
  const { id: conversationId } = conversation
  const readable = messagesFor(conversation, viewer)
  const views = readable.map((message) => messageFor(conversation, viewer, message))
  const what = (part: string): string => `${part} in ${conversationId} for ${session.me}`
  same(masked(await allMessages(session, conversationId)), views, what('the messages'))
  const { messages } = await session.messages.list({ conversationId, pinned: true, order: 'asc' })
  const pinned = views.filter(({ pinnedAt }) => pinnedAt !== null)
  same(masked(messages), pinned, what('the pinned messages'))
  for (const message of conversation.messages) {
    const { id: messageId } = message
    if (readable.includes(message)) {
      const { revisions } = await session.messages.revisions({ messageId })
      same(masked(revisions), revisionsFor(viewer, message), what(`the texts of ${messageId}`))
    } else {
      await expectRefusal(session.messages.get({ messageId }), 'not_found')
      await expectRefusal(session.messages.revisions({ messageId }), 'not_found')
    }
  }
}

/** Who was away is told exactly what the oracle says, and what they had plus that is what they would read afresh. */
export const assertCaughtUp = async (
  state: OracleState,
  { look: { userId, cursor, mark, copy }, live }: { readonly look: Look; readonly live: boolean },
): Promise<void> => {
  const { session } = copy
  const changes = await allChanges(session, cursor, 1 + (mark % 7))
  same(masked(changes.map(withoutId)), changesSince(state, userId, mark), `the changes ${userId} missed since ${mark}`)
  same(
    changes.map(({ id }) => id),
    ascending(changes.map(({ id }) => id)),
    'the ids of the changes',
  )
  if (live) same(await replayedChanges(session, cursor), changes, 'what a subscription replays')
  await applyChanges(copy, changes)
  same(plainCopy(copy), plainCopy(await copyOf(session)), `the copy of ${userId} from ${mark}, caught up`)
}

const withoutId = <Item extends { readonly id: string }>({ id: _, ...rest }: Item): Omit<Item, 'id'> => rest

/** Change ids end in the position in the log. */
const ascending = (ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].toSorted((a, b) => Number(a.split(':').at(-1)) - Number(b.split(':').at(-1)))
