/** Live updates over a WebSocket. */
import { isMsgError, isId, systemClock } from '@msg/core'
import type { Clock, LiveEvent, LiveSubscription, Session } from '@msg/core'
import { closeCodes, socketLimits } from '@msg/hono'
import type { Crowd } from '@msg/hono'
import type { WSContext, WSEvents } from 'hono/ws'
import { eventsOf, signalEvents } from './events.ts'
import type { House } from './house.ts'

/** Milliseconds between the frames that show that the line is open. */
const pingEvery = 25_000

/** Who opened a socket, and what they want to be told of. */
export interface Opening {
  readonly session: Session
  readonly house: House
  /** Only what happens in this chat, which they read without being a member. */
  readonly chatId: string | null
  /** When the session of the host ends. */
  readonly expiresAt: Date | undefined
  /** The connections of everybody in this process. */
  readonly crowd: Crowd
}

/**
 * A connection from its opening on: `ready` with a cursor for `changes`, then what happens, event by event. What the client says
 * is that somebody types.
 */
export const socketEvents = (opening: Opening): WSEvents => {
  const clock = systemClock()
  const endings = new Set<() => void>()
  let started = false
  const end = (): void => {
    for (const ending of endings) ending()
    endings.clear()
  }
  const close = (socket: WSContext, code: number): void => {
    socket.close(code)
    end()
  }
  /** Not every runtime tells of the opening: then it has happened when something arrives. */
  const start = (socket: WSContext): void => {
    if (started) return
    started = true
    const leave = opening.crowd.enter(opening.session.me)
    if (leave === undefined) return close(socket, closeCodes.crowded)
    const live = liveOf(opening)
    endings.add(leave).add(() => live.close())
    const { expiresAt } = opening
    if (expiresAt !== undefined)
      endings.add(clock.after(left(expiresAt, clock), () => close(socket, closeCodes.unauthenticated)))
    keepPinging(socket, clock, endings)
    void tell(socket, { ...opening, live }).then((code) => close(socket, code))
  }
  return {
    onOpen: (_, socket) => start(socket),
    onMessage: ({ data }, socket) => {
      start(socket)
      hear(opening.session, data)
    },
    onClose: end,
    onError: end,
  }
}

const liveOf = ({ session, chatId }: Opening): LiveSubscription =>
  chatId === null ? session.live.subscribe({}) : session.live.watch({ conversationId: chatId })

/** Milliseconds until then, as far as a platform timer can wait. */
const left = (then: Date, clock: Clock): number => Math.min(Math.max(0, then.getTime() - clock.now()), 2 ** 31 - 1)

const keepPinging = (socket: WSContext, clock: Clock, endings: Set<() => void>): void => {
  const cancel = clock.after(pingEvery, () => {
    endings.delete(cancel)
    send(socket, { type: 'ping' })
    keepPinging(socket, clock, endings)
  })
  endings.add(cancel)
}

interface Telling {
  readonly session: Session
  readonly house: House
  readonly live: LiveSubscription
}

/** Tells what happens until it ends; resolves with the code to close with. Never rejects. */
const tell = async (socket: WSContext, { session, house, live }: Telling): Promise<number> => {
  try {
    for await (const event of live) {
      for (const frame of await framesOf(event, session, house)) send(socket, frame)
      if (waiting(socket.raw) > socketLimits.buffer) return closeCodes.slow
    }
    return closeCodes.restarting
  } catch (error) {
    if (!isMsgError(error)) return closeCodes.failed
    if (error.code === 'unauthenticated') return closeCodes.unauthenticated
    return error.code === 'not_found' || error.code === 'not_a_member' ? closeCodes.refused : closeCodes.failed
  }
}

const framesOf = async (event: LiveEvent, session: Session, house: House): Promise<readonly object[]> => {
  if (event.type === 'signals') return signalEvents(event.signals, session.me)
  const moved = { type: event.type === 'changes' ? 'cursor' : event.type, cursor: event.cursor }
  return event.type === 'changes' ? [...(await eventsOf(session, house, event)), moved] : [moved]
}

const send = (socket: WSContext, frame: object): void => {
  if (socket.readyState === 1) socket.send(JSON.stringify(frame))
}

/** What the runtime's own socket says waits to be sent; 0 where it does not say. */
const waiting = (raw: unknown): number =>
  typeof raw === 'object' && raw !== null && 'bufferedAmount' in raw && typeof raw.bufferedAmount === 'number'
    ? raw.bufferedAmount
    : 0

/** `{ "type": "typing", "chat_id", "is_typing" }`; anything else is not listened to. */
const hear = (session: Session, data: unknown): void => {
  const frame = typeof data === 'string' && data.length <= 1_024 ? parsed(data) : null
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || frame.type !== 'typing') return
  if (!('chat_id' in frame) || !isId(frame.chat_id)) return
  const typing = !('is_typing' in frame) || frame.is_typing !== false
  session.live.typing({ conversationId: frame.chat_id, typing }).catch(() => {})
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
