/** One live connection, whatever carries it: who may come in, greeting, replay, live, heartbeat, end. */
import { isErrorCode, isMsgError, MsgError } from '@msg/core'
import type { Clock, ErrorCode, LiveEvent, Logger, Messaging, TransportFeed } from '@msg/core'
import { closeCodes, closeReason, heartbeat, socketLimits } from '@msg/contract'
import type { PollInput, StreamInput } from '@msg/contract'
import type { Asker } from '../authenticate.ts'
import type { Crowd } from './crowd.ts'
import { frameText } from './frame-text.ts'
import type { Life, Wire } from './life.ts'
import type { Pulse } from './pulse.ts'

/** What connections share. */
export interface House {
  readonly messaging: Messaging
  readonly crowd: Crowd
  /** Beats as often as connections are pinged. */
  readonly pulse: Pulse
  readonly clock: Clock
  readonly logger: Logger
}

/** Who asks to come in, and what for. */
export interface Guest extends StreamInput, Pick<PollInput, 'heard'> {
  /** Null is nobody. */
  readonly identity: Asker | null
}

/** A connection that has been opened: where its bytes go, and until when. */
export interface Opened {
  readonly wire: Wire
  readonly life: Life
}

/** How long a reader with a full buffer is waited for, and how often it is looked after: milliseconds. */
const stall = { patience: 5_000, step: 50 } as const

/** The longest a platform timer can wait. */
const longest = 2 ** 31 - 1

/**
 * Serves a guest until the connection ends, for whichever reason; never rejects. Who the guest is may still have to be
 * found out; a failure there ends the connection as well.
 */
export const serveGuest = async (opened: Opened, house: House, finding: Guest | Promise<Guest>): Promise<void> => {
  const { life } = opened
  try {
    const feed = admit(await finding, house, life)
    if (feed === undefined) return
    life.say({ type: 'hello', tag: feed.tag, heartbeat: heartbeat.ping })
    life.onEnd(house.pulse(() => life.say({ type: 'ping' })))
    await pump(feed, opened, house.clock)
  } catch (error) {
    failWith(error, life, house.logger)
  }
}

/** The guest's feed; undefined when they were turned away or have gone. */
const admit = ({ identity, ...wanted }: Guest, house: House, life: Life): TransportFeed | undefined => {
  if (life.ended()) return undefined
  if (identity === null) return turnAway(life, 'unauthenticated', closeCodes.unauthenticated)
  // Services are not counted: a bridge watches one conversation for each link.
  const leave = identity.service === undefined ? house.crowd.enter(identity.userId) : () => {}
  if (leave === undefined) return turnAway(life, 'rate_limited', closeCodes.crowded)
  life.onEnd(leave)
  if (identity.expiresAt !== undefined) endAt(identity.expiresAt.getTime(), house.clock, life)
  if (life.ended()) return undefined
  const feed = feedOf(wanted, identity, house.messaging)
  life.onEnd(() => feed.close())
  return feed
}

/** What a guest asks for: one conversation, or everything from a cursor on. @throws not_found */
const feedOf = (
  { watch, ...from }: Omit<Guest, 'identity'>,
  { userId, service }: Asker,
  messaging: Messaging,
): TransportFeed => {
  if (watch === undefined) return messaging.feed(userId, from)
  if (service?.conversations?.includes(watch) === false)
    throw new MsgError('not_found', 'there is no such thing, or it is not yours to see')
  return messaging.watch(userId, { conversationId: watch })
}

const turnAway = (life: Life, code: ErrorCode, close: number): undefined => {
  life.fail(code, close)
  return undefined
}

const endAt = (time: number, clock: Clock, life: Life): void => {
  const left = time - clock.now()
  if (left <= 0) life.fail('unauthenticated', closeCodes.unauthenticated)
  else life.after(Math.min(left, longest), () => endAt(time, clock, life))
}

/** Sends what the feed hands over, as fast as the reader takes it. */
const pump = async (feed: TransportFeed, { wire, life }: Opened, clock: Clock): Promise<void> => {
  const send = (event: LiveEvent): void => {
    if (!life.ended()) wire.send(frameText(event), event.type)
  }
  await feed.each((event) =>
    wire.waiting() > socketLimits.buffer ? roomFor({ wire, life }, clock).then(() => send(event)) : send(event),
  )
  life.end(closeCodes.restarting, closeReason(1))
}

/** Waits a while until the buffer has room; a reader who makes none is given up. */
const roomFor = async ({ wire, life }: Opened, clock: Clock): Promise<void> => {
  let giveUp = Infinity
  while (wire.waiting() > socketLimits.buffer) {
    // Never further ahead than the patience, even if the clock was set back meanwhile.
    giveUp = Math.min(giveUp, clock.now() + stall.patience)
    if (clock.now() >= giveUp) life.end(closeCodes.slow)
    if (life.ended()) return
    await life.pause(stall.step)
  }
}

const failWith = (error: unknown, life: Life, logger: Logger): void => {
  if (!isMsgError(error)) logger.error('a live connection failed', { error })
  const code = isMsgError(error) && isErrorCode(error.code) ? error.code : 'unavailable'
  life.fail(code, closeCodeOf(code))
}

const closeCodeOf = (code: ErrorCode): number => {
  if (code === 'invalid_cursor') return closeCodes.invalid
  if (code === 'unauthenticated') return closeCodes.unauthenticated
  return code === 'not_found' || code === 'not_a_member' ? closeCodes.refused : closeCodes.failed
}
