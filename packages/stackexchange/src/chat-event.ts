import type { ChatContext } from './context.ts'
import { knownFromEvent, knownRoom, knownUser } from './known.ts'
import { forgetRoom, forgetText, forgetUser, learnMessage } from './memory.ts'
import type { ChatEvent, Room, User } from './model.ts'
import type { ProtocolEvent } from './protocol/event.ts'

const roomOf = (context: ChatContext, event: ProtocolEvent): Room | null => {
  if (event.roomId === null) return null
  if (event.type !== 'room-changed') return knownRoom(context, event.roomId, event.roomName)
  const room = context.rooms.get(event.roomId)
  forgetRoom(room)
  return room
}

/** The target's name is not on the wire, except where the target is who acted. */
const targetOf = (context: ChatContext, event: ProtocolEvent): User | null => {
  if (event.targetUserId === null) return null
  const user = context.users.get(event.targetUserId)
  if (event.type === 'user-changed') forgetUser(user)
  return user
}

/** Adds the objects to an event, and what it tells to the objects. */
export const toChatEvent = (context: ChatContext, event: ProtocolEvent): ChatEvent => {
  const user = event.userId === null ? null : knownUser(context, event.userId, event.userName)
  const common = {
    room: roomOf(context, event),
    targetUser: targetOf(context, event),
    at: event.timeStamp === null ? null : new Date(event.timeStamp * 1000),
    data: event.raw,
  }
  if ('messageId' in event) {
    const message = context.messages.get(event.messageId)
    if (event.type === 'message-edited') forgetText(message)
    learnMessage(message, knownFromEvent(context, event))
    return { ...event, ...common, user, message }
  }
  if (event.type === 'user-entered' || event.type === 'user-left')
    return { ...event, ...common, user: knownUser(context, event.userId, event.userName), message: null }
  return { ...event, ...common, user, message: null }
}
