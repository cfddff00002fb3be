import type { ChatContext } from '../context.ts'
import { StackExchangeError } from '../errors.ts'
import { knownFromEvent, knownFromTranscript, knownRoom, knownUser } from '../known.ts'
import { learnMessage } from '../memory.ts'
import type { CallOptions, HistoryOptions, Message, User } from '../model.ts'
import { parseRoomPage } from '../pages/room-page.ts'
import { parseTranscriptPage } from '../pages/transcript-page.ts'
import type { ProtocolEvent } from '../protocol/event.ts'
import { parseJson, toInteger, toText } from '../protocol/json.ts'
import { fetchMessages, PAGE } from '../watch/catch-up.ts'

/** The users a room's page shows. */
export const currentUsers = async (
  context: ChatContext,
  roomId: number,
  { signal }: CallOptions = {},
): Promise<readonly User[]> => {
  const page = parseRoomPage((await context.calls.get(`/rooms/${roomId}`, signal)).body)
  if (page.isPrivate) throw new StackExchangeError('room-private', { during: `room ${roomId}` })
  return page.present.map((user) => knownUser(context, user.id, user.name))
}

/** The users a mention would reach; none for anonymous clients. */
export const pingableUsers = async (
  context: ChatContext,
  roomId: number,
  { signal }: CallOptions = {},
): Promise<readonly User[]> => {
  const rows = parseJson((await context.calls.get(`/rooms/pingable/${roomId}`, signal)).body)
  if (!Array.isArray(rows)) throw new StackExchangeError('protocol', { during: `pingable users of room ${roomId}` })
  return rows.flatMap((row: unknown) => {
    const id = Array.isArray(row) ? toInteger(row[0]) : null
    return id === null || !Array.isArray(row) ? [] : [knownUser(context, id, toText(row[1]))]
  })
}

const toMessage = (context: ChatContext, event: ProtocolEvent): readonly Message[] => {
  if (!('messageId' in event)) return []
  const message = context.messages.get(event.messageId)
  learnMessage(message, knownFromEvent(context, event))
  return [message]
}

/** Messages of the past, oldest first, in pages of what the server gives at once. */
export const history = async (
  context: ChatContext,
  roomId: number,
  { before, after, limit = 100, signal }: HistoryOptions = {},
): Promise<readonly Message[]> => {
  let found: readonly Message[] = []
  let below = before
  while (found.length < limit) {
    const count = Math.min(PAGE, limit - found.length)
    const stretch = { before: below, after: after === undefined ? undefined : after + 1, count }
    const { messages } = await fetchMessages(context.calls, roomId, stretch, signal)
    const page = messages.flatMap((event) => toMessage(context, event))
    found = [...page, ...found]
    below = page[0]?.id
    if (page.length < count || below === undefined) break
  }
  return found
}

/** The messages of one day of the transcript. */
export const transcript = async (
  context: ChatContext,
  roomId: number,
  day: Date = new Date(context.clock.now()),
  { signal }: CallOptions = {},
): Promise<readonly Message[]> => {
  const path = `/transcript/${roomId}/${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}`
  const page = parseTranscriptPage((await context.calls.get(path, signal)).body)
  const room = knownRoom(context, roomId, page.roomName)
  return page.messages.map((shown) => {
    const message = context.messages.get(shown.id)
    learnMessage(message, { room, ...knownFromTranscript(context, shown) })
    return message
  })
}
