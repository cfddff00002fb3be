import type { ProtocolEvent } from '../protocol/event.ts'
import { foldEvents } from '../protocol/fold.ts'
import { judgeFrame, type RoomFrame } from '../protocol/frame.ts'

/** Somebody who wants a room's events. */
export interface Subscriber {
  /** Events in order; `before` is the cursor that held until them. */
  push(events: readonly ProtocolEvent[], before: number | null): void
  /** No more will come; with an error where that was not wanted. */
  end(error?: unknown): void
}

/** What a joined room has seen, and who hears of what is new. */
export interface RoomLog {
  readonly roomId: number
  readonly subscribers: Set<Subscriber>
  /** The event counter up to which everything was delivered, or null while unknown. */
  cursor: number | null
  /** The newest message delivered, for catching up by messages. */
  lastMessageId: number | null
  /** The server's time of joining, Unix seconds, by which old events are told apart while the cursor is unknown. */
  readonly joinedAt: number | null
}

/** Creates the log of a room that was joined at `cursor`. */
export const createRoomLog = (
  roomId: number,
  start: Pick<RoomLog, 'cursor' | 'lastMessageId' | 'joinedAt'>,
): RoomLog => ({
  roomId,
  subscribers: new Set(),
  ...start,
})

/** Hands events on, folded, and moves the cursor. */
export const deliver = (log: RoomLog, events: readonly ProtocolEvent[], cursor: number | null): void => {
  const before = log.cursor
  log.cursor = cursor === null ? before : Math.max(cursor, before ?? cursor)
  const own = events.filter(({ roomId }) => roomId === log.roomId)
  for (const event of own)
    if (event.type === 'message-posted') log.lastMessageId = Math.max(event.messageId, log.lastMessageId ?? 0)
  const folded = foldEvents(own)
  if (folded.length > 0) for (const subscriber of log.subscribers) subscriber.push(folded, before)
}

/** Takes in a frame; false when it shows that something before it was lost. */
export const accept = (log: RoomLog, frame: RoomFrame): boolean => {
  const verdict = judgeFrame(frame, log.cursor)
  const isOld = ({ timeStamp }: ProtocolEvent) => log.cursor === null && (timeStamp ?? Infinity) < (log.joinedAt ?? 0)
  if (verdict.kind === 'news')
    deliver(
      log,
      verdict.events.filter((event) => !isOld(event)),
      verdict.cursor,
    )
  return verdict.kind !== 'gap'
}
