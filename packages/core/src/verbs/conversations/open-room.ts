import { MsgError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import { notFound, refuse } from '../../rules/decision.ts'
import { inputOf, newId, oneOf, optional, targetField, text, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { roomCreation, roomId, targetRoomCreation } from '../../rules/rooms.ts'
import type { RoomStart } from '../../rules/rooms.ts'
import type { Target } from '../../model/target.ts'
import type { OpenRoomInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { makeConversation } from '../make-conversation.ts'
import { openForTarget } from '../open-for-target.ts'
import { admits } from '../rights.ts'

const read = inputOf({
  target: optional(targetField),
  id: optional(newId),
  title: optional(text({ characters: limits.title })),
  visibility: withDefault(oneOf('public', 'private'), 'public'),
  joinPolicy: withDefault(oneOf('open', 'closed'), 'open'),
})

export const openRoom: Verb<OpenRoomInput, Conversation> = async (context, input, options) => {
  const { target, id, title = null, visibility, joinPolicy } = read(input)
  const start: RoomStart = { title, visibility, joinPolicy }
  if (target === undefined)
    return makeConversation(context, { ownId: id, creation: roomCreation(context.me, start) }, options)
  if (id !== undefined)
    throw new MsgError('invalid', 'the input is not valid', {
      places: [{ pointer: '/id', message: 'must be left out: the room of a target has an id of its own' }],
    })
  return roomOf(context, target, start)
}

/** The one room about a target: found, or made. What is not public and open, only its moderators make. */
const roomOf = (context: Context, target: Target, start: RoomStart): Promise<Conversation> =>
  openForTarget(context, {
    conversationId: roomId(target),
    target,
    creation: targetRoomCreation(target, start),
    admit: (rights) => {
      if (!admits(rights)) throw notFound()
      if (rights.moderate || (start.visibility === 'public' && start.joinPolicy === 'open')) return
      throw refuse('forbidden', 'who moderates its target opens a room that is not for all', 'admins_only').refusal
    },
  })
