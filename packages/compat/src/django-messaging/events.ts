/** What the forerunner's clients are told live: its own events, and names for what it left unnamed. */
import { isMsgError } from '@msg/core'
import type { Change, Message, Profile, Session, Signal } from '@msg/core'
import { userIdToJson } from '../shared/user-id.ts'
import { shortChat } from './house.ts'
import type { House } from './house.ts'
import { messageJson, profilesById, reactionsJson } from './json.ts'
import type { Profiles } from './json.ts'

/** One event. `type` names it; it carries the whole present state of what it is about, so that repeats do no harm. */
export interface LiveEventJson {
  readonly type: string
  readonly chat_id: string
  readonly [field: string]: unknown
}

/** Changes that were committed, and how those they name are shown. */
export interface Batch {
  readonly changes: readonly Change[]
  readonly profiles: readonly Profile[]
}

/** The events of changes, in their order. A chat that changed in several ways is told once, last. */
export const eventsOf = async (
  session: Session,
  { settings }: Pick<House, 'settings'>,
  batch: Batch,
): Promise<readonly LiveEventJson[]> => {
  const profiles = profilesById(batch.profiles)
  const told = batch.changes.flatMap((change) => ofMessage(change, profiles, settings.showDeleted))
  const changed = new Map<string, 'chat_added' | 'chat_updated'>()
  for (const change of batch.changes) {
    const { conversationId } = change
    const type = ofChat(change, session.me)
    if (conversationId !== null && type !== null && changed.get(conversationId) !== 'chat_added')
      changed.set(conversationId, type)
  }
  const chats = await Promise.all([...changed].map(([id, type]) => chatEvent(session, id, type)))
  return [...told, ...chats]
}

/** The events of signals. Typing is to be shown for six seconds from `at` on. */
export const signalEvents = (signals: readonly Signal[], me: string): readonly LiveEventJson[] =>
  signals
    .filter(({ userId }) => userId !== me)
    .map(({ conversationId, userId, typing, at }) => ({
      type: 'typing',
      chat_id: conversationId,
      user_id: userIdToJson(userId),
      is_typing: typing,
      at,
    }))

const ofMessage = (change: Change, profiles: Profiles, showDeleted: boolean): readonly LiveEventJson[] => {
  if (change.conversationId === null || change.subject === 'gone') return []
  const chat_id = change.conversationId
  switch (change.type) {
    case 'message.sent':
      if (change.subject.body === null && !showDeleted) return []
      return [{ type: 'new_message', chat_id, message: messageJson(change.subject, profiles) }]
    case 'message.edited':
      return change.subject.body === null ? [] : [{ type: 'message_updated', chat_id, message: edited(change.subject) }]
    case 'reaction.added':
    case 'reaction.removed':
      return [
        { type: 'reaction_updated', chat_id, message_id: change.subject.id, reactions: reactionsJson(change.subject) },
      ]
    case 'message.retracted':
      return [{ type: 'message_deleted', chat_id, message_id: change.subject.id }]
    case 'message.purged':
    case 'message.hidden':
      return [{ type: 'message_deleted', chat_id, message_id: change.subject.messageId }]
    case 'receipt.advanced':
      return [
        { type: 'chat_read', chat_id, user_id: userIdToJson(change.subject.userId), number: change.subject.readSeq },
      ]
    case 'conversation.created':
    case 'conversation.updated':
    case 'conversation.imported':
    case 'conversation.deleted':
    case 'member.added':
    case 'member.left':
    case 'member.removed':
    case 'member.role':
    case 'message.pinned':
    case 'message.unpinned':
    case 'inbox.cleared':
    case 'inbox.muted':
    case 'user.erased':
      return []
  }
}

const edited = ({ id, body, editedAt }: Message) => ({ id, content: body ?? '', is_edited: editedAt !== null })

/** What changes a chat as a whole. */
const ofWhole: ReadonlySet<Change['type']> = new Set([
  'conversation.updated',
  'conversation.imported',
  'conversation.deleted',
  'member.added',
  'member.left',
  'member.removed',
  'member.role',
  'inbox.cleared',
])

/** Whether a change concerns a chat as a whole, and whether it may be new to me. */
const ofChat = ({ type, subject }: Change, me: string): 'chat_added' | 'chat_updated' | null => {
  const invited = type === 'member.added' && subject !== 'gone' && subject.userId === me
  if (invited || type === 'conversation.created') return 'chat_added'
  return ofWhole.has(type) ? 'chat_updated' : null
}

/** A chat as it is now; or that it is none of mine any more. */
const chatEvent = async (session: Session, chat_id: string, type: string): Promise<LiveEventJson> => {
  try {
    const conversation = await session.conversations.get({ conversationId: chat_id })
    const gone = conversation.me.status === 'left' && conversation.visibility === 'private'
    return gone ? { type: 'chat_removed', chat_id } : { type, chat_id, chat: await shortChat(session, conversation) }
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return { type: 'chat_removed', chat_id }
    throw error
  }
}
