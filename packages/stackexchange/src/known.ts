import type { ChatContext } from './context.ts'
import { learnRoom, learnUser } from './memory.ts'
import type { MessageInfo, Room, User } from './model.ts'
import type { TranscriptMessage } from './pages/transcript-page.ts'
import type { MessageFields, ProtocolEvent } from './protocol/event.ts'

/** The user of that id, with a name that came to light on the way. */
export const knownUser = (context: ChatContext, id: number, name: string | null): User => {
  const user = context.users.get(id)
  if (name !== null && name !== '') learnUser(user, { name })
  return user
}

/** The room of that id, with a name that came to light on the way. */
export const knownRoom = (context: ChatContext, id: number, name: string | null): Room => {
  const room = context.rooms.get(id)
  if (name !== null) learnRoom(room, { name })
  return room
}

/** What an event tells of its message. */
export const knownFromEvent = (context: ChatContext, event: ProtocolEvent & MessageFields): Partial<MessageInfo> => {
  const isNews = event.type === 'message-posted' || event.type === 'message-edited'
  return {
    ...(event.roomId === null ? {} : { room: context.rooms.get(event.roomId) }),
    ...(isNews
      ? { content: event.content, parentId: event.parentId, edits: event.edits, edited: event.edits > 0 }
      : {}),
    ...(event.type === 'message-deleted' ? { content: null } : {}),
    ...(event.type === 'message-posted' && event.userId !== null
      ? { owner: knownUser(context, event.userId, event.userName) }
      : {}),
    ...(event.type === 'message-posted' && event.timeStamp !== null ? { timeStamp: event.timeStamp } : {}),
    ...(isNews || event.type === 'message-starred' ? { stars: event.stars, pinned: event.pins > 0 } : {}),
    ...(event.starredByYou === null ? {} : { starredByYou: event.starredByYou }),
  }
}

/** What a transcript tells of a message. */
export const knownFromTranscript = (context: ChatContext, message: TranscriptMessage): Partial<MessageInfo> => ({
  content: message.content,
  parentId: message.parentId,
  edited: message.edited,
  ...(message.edited ? {} : { edits: 0 }),
  stars: message.stars,
  starredByYou: message.starredByYou,
  pinned: message.pinned,
  ...(message.ownerId === null ? {} : { owner: knownUser(context, message.ownerId, message.ownerName) }),
})
