/** One live connection, whatever carries it: hello, replay, live, heartbeat, end. */
import { isErrorCode, isMsgError } from '@msg/core'
import type { Clock, ErrorCode, Logger, Messaging, TransportFeed } from '@msg/core'
import { closeCodes, closeReason, heartbeat, readClientFrame, socketLimits } from '@msg/contract'
import type { ClientHello, ServerFrame } from '@msg/contract'
import type { Identity } from '../authenticate.ts'
import type { Crowd } from './crowd.ts'
import { frameText } from './frame-text.ts'
import type { Bought, Tickets } from './ticket.ts'

/** What carries a connection. */
export interface Wire {
  send(text: string): void
  close(code: number, reason: string): void
  /** Bytes taken over and not yet sent. */
  waiting(): number
}

/** What connections share, and what is known of this one before it says hello. */
export interface Gate {
  readonly messaging: Messaging
  readonly tickets: Tickets
  readonly crowd: Crowd
  readonly clock: Clock
  readonly logger: Logger
  /** Who opened it, where the upgrade carried an Authorization header. */
  readonly identity: Identity | null
  /** The origin of the page that opened it. */
  readonly origin: string | null
}

/** What the transport tells the connection. */
export interface Connection {
  receive(data: unknown): void
  closed(): void
}

/** How long a reader with a full buffer is waited for, and how often it is looked after: milliseconds. */
const stall = { patience: 5_000, step: 50 } as const

/** The longest a platform timer can wait. */
const longest = 2 ** 31 - 1

/** Starts a connection that has just been opened: a client has 5 seconds to say hello. */
export const openConnection = (wire: Wire, gate: Gate): Connection => {
  const life = createLife(wire, gate.clock)
  const settle = life.after(heartbeat.hello * 1_000, () => life.end(closeCodes.timeout))
  let heard = gate.clock.now()
  let greeted = false

  const watchSilence = (): void => {
    const left = heard + heartbeat.silence * 1_000 - gate.clock.now()
    if (left <= 0) life.end(closeCodes.timeout)
    else life.after(left, watchSilence)
  }
  const ping = (): void => {
    life.say({ type: 'ping' })
    life.after(heartbeat.ping * 1_000, ping)
  }
  const greet = async (hello: ClientHello): Promise<void> => {
    const feed = await admit(hello, gate, life)
    if (feed === undefined) return
    life.say({ type: 'hello', tag: feed.tag, heartbeat: heartbeat.ping })
    life.after(heartbeat.ping * 1_000, ping)
    watchSilence()
    await pump(feed, { wire, clock: gate.clock, life })
  }
  const receive = (data: unknown): void => {
    heard = gate.clock.now()
    const frame = typeof data === 'string' && data.length <= socketLimits.frame ? readClientFrame(data) : undefined
    if (frame?.type === 'pong') return
    if (frame?.type === 'ping') return life.say({ type: 'pong' })
    if (frame === undefined || greeted) return life.fail('invalid', closeCodes.invalid)
    greeted = true
    settle()
    greet(frame).catch((error: unknown) => {
      failWith(error, life, gate.logger)
    })
  }
  return { receive, closed: () => life.end(closeCodes.timeout) }
}

/** Who may come in, and their feed; undefined when they were turned away. */
const admit = async (hello: ClientHello, gate: Gate, life: Life): Promise<TransportFeed | undefined> => {
  const identity = await identityOf(hello, gate)
  if (life.ended()) return undefined
  if (identity === null) return turnAway(life, 'unauthenticated', closeCodes.unauthenticated)
  const leave = gate.crowd.enter(identity.userId)
  if (leave === undefined) return turnAway(life, 'rate_limited', closeCodes.crowded)
  life.onEnd(leave)
  if (identity.expiresAt !== undefined) endAt(identity.expiresAt.getTime(), gate.clock, life)
  if (life.ended()) return undefined
  const feed = gate.messaging.feed(identity.userId, hello.after === undefined ? {} : { after: hello.after })
  life.onEnd(() => feed.close())
  return feed
}

const turnAway = (life: Life, code: ErrorCode, close: number): undefined => {
  life.fail(code, close)
  return undefined
}

/** A ticket says who it is, and must not contradict the upgrade; without one, the upgrade's credentials do. */
const identityOf = async ({ ticket }: ClientHello, { tickets, identity, origin }: Gate): Promise<Identity | null> => {
  if (ticket === undefined) return identity
  const bought = await tickets.take(ticket)
  if (bought === undefined || !isFor(bought, origin)) return null
  return identity === null || identity.userId === bought.identity.userId ? bought.identity : null
}

const isFor = (bought: Bought, origin: string | null): boolean => bought.origin === null || bought.origin === origin

const endAt = (time: number, clock: Clock, life: Life): void => {
  const left = time - clock.now()
  if (left <= 0) life.fail('unauthenticated', closeCodes.unauthenticated)
  else life.after(Math.min(left, longest), () => endAt(time, clock, life))
}

interface Outlet {
  readonly wire: Wire
  readonly clock: Clock
  readonly life: Life
}

/** Sends what the feed yields, as fast as the reader takes it. */
const pump = async (feed: TransportFeed, { wire, clock, life }: Outlet): Promise<void> => {
  for await (const event of feed) {
    if (!(await roomFor(wire, clock, life))) return
    wire.send(frameText(event))
  }
  life.end(closeCodes.restarting, closeReason(1))
}

/** Whether the buffer has room, waiting for it a while; a reader who makes none is given up. */
const roomFor = async (wire: Wire, clock: Clock, life: Life): Promise<boolean> => {
  const giveUp = clock.now() + stall.patience
  while (wire.waiting() > socketLimits.buffer) {
    if (clock.now() >= giveUp) life.end(closeCodes.slow)
    if (life.ended()) return false
    await life.pause(stall.step)
  }
  return !life.ended()
}

const failWith = (error: unknown, life: Life, logger: Logger): void => {
  if (isMsgError(error) && error.code === 'invalid_cursor') return life.fail('invalid_cursor', closeCodes.invalid)
  if (isMsgError(error) && error.code === 'unauthenticated') return life.fail(error.code, closeCodes.unauthenticated)
  if (!isMsgError(error)) logger.error('a live connection failed', { error })
  life.fail(isMsgError(error) && isErrorCode(error.code) ? error.code : 'unavailable', closeCodes.failed)
}

/** The end of a connection, and everything that has to end with it. */
interface Life {
  ended(): boolean
  onEnd(release: () => void): void
  /** Runs a task later, unless it is cancelled or the connection has ended by then. */
  after(milliseconds: number, task: () => void): () => void
  /** Resolves later, or at the end. */
  pause(milliseconds: number): Promise<void>
  say(frame: ServerFrame): void
  end(code: number, reason?: string): void
  /** Says why before it ends. */
  fail(code: ErrorCode, close: number): void
}

const createLife = (wire: Wire, clock: Clock): Life => {
  const releases = new Set<() => void>()
  let over = false
  const after = (milliseconds: number, task: () => void): (() => void) => {
    const cancel = clock.after(milliseconds, () => {
      releases.delete(cancel)
      task()
    })
    releases.add(cancel)
    return () => {
      releases.delete(cancel)
      cancel()
    }
  }
  const end = (code: number, reason = ''): void => {
    if (over) return
    over = true
    for (const release of releases) release()
    releases.clear()
    wire.close(code, reason)
  }
  const say = (frame: ServerFrame): void => {
    if (!over && wire.waiting() <= socketLimits.buffer) wire.send(JSON.stringify(frame))
  }
  return {
    ended: () => over,
    onEnd: (release) => releases.add(release),
    after,
    pause: (milliseconds) =>
      new Promise((resolve) => {
        releases.add(resolve)
        after(milliseconds, () => {
          releases.delete(resolve)
          resolve()
        })
      }),
    say,
    end,
    fail: (code, close) => {
      say({ type: 'error', code })
      end(close)
    },
  }
}
