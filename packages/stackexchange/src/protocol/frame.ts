import type { ProtocolEvent } from './event.ts'
import { isObject, parseJson, toInteger } from './json.ts'
import { parseEvents } from './parse-event.ts'

/** What a frame says about one room. */
export interface RoomFrame {
  readonly roomId: number
  readonly events: readonly ProtocolEvent[]
  /** The server-wide event counter, or null when the frame does not tell. */
  readonly counter: number | null
  /** The counter the frame begins after: every event id lies above it. */
  readonly base: number | null
  /** The server asks to load the room anew. */
  readonly reset: boolean
  /** The session left the room elsewhere. */
  readonly exit: boolean
}

/** Reads a frame (of the socket, or the answer of polling) as text or parsed; null when it is none. */
export const parseFrame = (frame: unknown): readonly RoomFrame[] | null => {
  const value = typeof frame === 'string' ? parseJson(frame) : frame
  if (!isObject(value)) return null
  return Object.entries(value).flatMap(([key, part]) => {
    const match = /^r(\d+)$/.exec(key)
    if (!match || !isObject(part)) return []
    const roomId = Number(match[1])
    const counter = toInteger(part['t'])
    const moved = toInteger(part['d'])
    return [
      {
        roomId,
        events: parseEvents(part['e'], roomId),
        counter,
        base: counter === null || moved === null ? null : counter - moved,
        reset: part['reset'] !== undefined && part['reset'] !== false,
        exit: part['exit'] !== undefined && part['exit'] !== false,
      },
    ]
  })
}

/** What a room's frame means to somebody who has seen everything up to a cursor. */
export type FrameVerdict =
  | { readonly kind: 'news'; readonly events: readonly ProtocolEvent[]; readonly cursor: number | null }
  /** Nothing that is not known already. */
  | { readonly kind: 'nothing' }
  /** Something between the cursor and this frame was lost. */
  | { readonly kind: 'gap' }

const maxId = (events: readonly ProtocolEvent[]) =>
  events.reduce<number | null>((max, { eventId }) => (eventId !== null && eventId > (max ?? -1) ? eventId : max), null)

/**
 * Judges a room's frame by its arithmetic: ids lie in (base, counter], so a base above the cursor means a loss and a
 * counter at or below it a repetition. A null cursor takes everything.
 */
export const judgeFrame = (frame: RoomFrame, cursor: number | null): FrameVerdict => {
  if (frame.counter === null && frame.events.length === 0) return { kind: 'nothing' }
  const counter = frame.counter ?? maxId(frame.events)
  if (cursor !== null && counter !== null && counter <= cursor) return { kind: 'nothing' }
  if (cursor !== null && frame.base !== null && frame.base > cursor) return { kind: 'gap' }
  const events = frame.events.filter(({ eventId }) => cursor === null || eventId === null || eventId > cursor)
  return { kind: 'news', events, cursor: counter }
}
