import type { Calls } from '../http/calls.ts'
import type { ProtocolEvent } from '../protocol/event.ts'
import { parseFrame, type RoomFrame } from '../protocol/frame.ts'
import { isObject, toInteger } from '../protocol/json.ts'
import { parseEvents } from '../protocol/parse-event.ts'

/** The most messages the server gives at once. */
export const PAGE = 500

/** How far back messages are fetched when the event log no longer reaches: so many pages. */
const MAX_PAGES = 50

/** A stretch of a room's messages. */
export interface Snapshot {
  /** The event counter, or null (the server gives none for a room without messages). */
  readonly counter: number | null
  /** The server's clock, Unix seconds, or null. */
  readonly now: number | null
  /** Messages oldest first, as posted-events without event id. */
  readonly messages: readonly ProtocolEvent[]
}

/** Which messages to fetch: ids from `after` on (inclusive), below `before`. */
export interface Stretch {
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly count?: number | undefined
}

/** Asks for a room's messages; to the server this also is how one comes in. */
export const fetchMessages = async (
  calls: Calls,
  roomId: number,
  { before, after, count = 100 }: Stretch,
  signal?: AbortSignal,
): Promise<Snapshot> => {
  const form = {
    since: '0',
    mode: 'Messages',
    msgCount: String(count),
    ...(before === undefined ? {} : { before: String(before) }),
    ...(after === undefined ? {} : { after: String(after) }),
  }
  const answer = await calls.postForJson(`/chats/${roomId}/events`, form, signal)
  const body = isObject(answer) ? answer : {}
  return {
    counter: toInteger(body['time']),
    now: toInteger(body['sync']),
    messages: parseEvents(body['events'], roomId),
  }
}

const messageIdOf = (event: ProtocolEvent) => ('messageId' in event ? event.messageId : null)

/** Every message of a room above `messageId`, oldest first: pages backwards until they overlap. */
export const messagesAbove = async (
  calls: Calls,
  roomId: number,
  messageId: number,
): Promise<readonly ProtocolEvent[]> => {
  let found: readonly ProtocolEvent[] = []
  let before: number | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { messages } = await fetchMessages(calls, roomId, { after: messageId + 1, before, count: PAGE })
    found = [...messages, ...found]
    const [oldest] = messages
    before = (oldest && messageIdOf(oldest)) ?? undefined
    if (messages.length < PAGE || before === undefined) break
  }
  return found
}

/** Asks for everything after each room's cursor: all rooms at once, and those the answer leaves out one by one. */
export const pollFrames = async (
  calls: Calls,
  cursors: ReadonlyMap<number, number>,
  signal?: AbortSignal,
): Promise<readonly RoomFrame[]> => {
  const ask = async (rooms: Iterable<readonly [number, number]>) => {
    const form = Object.fromEntries([...rooms].map(([roomId, cursor]) => [`r${roomId}`, String(cursor)]))
    return parseFrame(await calls.postForJson('/events', form, signal)) ?? []
  }
  if (cursors.size === 0) return []
  const together = await ask(cursors)
  const left = [...cursors].filter(([roomId]) => !together.some((frame) => frame.roomId === roomId))
  if (cursors.size === 1 || left.length === 0) return together
  const alone = await Promise.all(left.map((room) => ask([room])))
  return [...together, ...alone.flat()]
}
