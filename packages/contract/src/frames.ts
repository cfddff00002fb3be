/**
 * What crosses the socket: JSON text frames, the same over every transport. The client opens with `hello`; the server
 * answers `hello`, then what was missed since `after`, then `ready`, then what happens. Either side may `ping`, the other
 * answers `pong`. A frame is the same for every user it goes to, so its cursor is not yet bound to one: what a client
 * keeps is {@link boundCursor}.
 */
import type { Change, Cursor, Profile, Signal } from '@msg/core'
import type { ErrorCode } from '@msg/core/errors'

/** The first frame, due within {@link heartbeat.hello} seconds: who I am, by ticket, and where to go on. */
export interface ClientHello {
  readonly type: 'hello'
  /** From `POST /live/tickets`. May be left out where the upgrade carried an Authorization header. */
  readonly ticket?: string
  /** Where to go on; without it, from now. */
  readonly after?: Cursor
}

/** Asks whether the other side is there; due an answer. */
export interface Ping {
  readonly type: 'ping'
}

/** The answer to a {@link Ping}. */
export interface Pong {
  readonly type: 'pong'
}

/** What a client may say. */
export type ClientFrame = ClientHello | Ping | Pong

/** The answer to the client's hello. */
export interface ServerHello {
  readonly type: 'hello'
  /** Binds the cursors of the frames that follow to this user. */
  readonly tag: string
  /** Seconds between the server's pings. */
  readonly heartbeat: number
}

/** What was missed, then what happens: the same text for everybody it concerns. */
export interface ChangesFrame {
  readonly type: 'changes'
  readonly changes: readonly Change[]
  readonly profiles: readonly Profile[]
  readonly cursor: string
}

/** Everything missed has been sent; what follows is live. */
export interface ReadyFrame {
  readonly type: 'ready'
  readonly cursor: string
}

/** The cursor was too old, or the reader too slow: reload what is shown. Live goes on from here. */
export interface ResyncFrame {
  readonly type: 'resync'
  readonly cursor: string
}

/** What goes on at the moment, and is kept nowhere. Moves no cursor. */
export interface SignalsFrame {
  readonly type: 'signals'
  readonly signals: readonly Signal[]
}

/** Why the socket is about to be closed. */
export interface ErrorFrame {
  readonly type: 'error'
  readonly code: ErrorCode
}

/** What a server may say. */
export type ServerFrame =
  | ServerHello
  | ChangesFrame
  | ReadyFrame
  | ResyncFrame
  | SignalsFrame
  | ErrorFrame
  | Ping
  | Pong

/** The cursor to keep, and to hand to `live.read` or the next hello. */
export const boundCursor = (cursor: string, tag: string): Cursor => `${cursor}.${tag}`

/** Seconds of the life of a connection. */
export const heartbeat = {
  /** A connection that has not said hello by then is closed. */
  hello: 5,
  /** The server pings this often. */
  ping: 25,
  /** Either side gives up a connection that has been silent for so long. */
  silence: 60,
} as const

/** Bounds of a connection. */
export const socketLimits = {
  /** Bytes of a frame from a client. */
  frame: 65_536,
  /** Bytes that may wait to be sent before nothing more is added, and a reader who takes none of them is given up. */
  buffer: 1_048_576,
  /** Connections of one user at a time. */
  perUser: 50,
  /** Seconds a ticket is worth something. */
  ticket: 30,
} as const

/** Why a server closed a connection. Reconnecting helps after each but `invalid`. */
export const closeCodes = {
  /** Something unexpected happened. Come back with the cursor. */
  failed: 1011,
  /** The server stops or restarts; the reason says when to come back: see {@link closeReason}. */
  restarting: 1012,
  /** The reader was too slow: more than {@link socketLimits.buffer} waited. Come back with the cursor. */
  slow: 1013,
  /** A frame that is not of this contract, or a cursor that never was one. */
  invalid: 4400,
  /** No ticket, a worthless one, or the session ended. Come back with a new ticket. */
  unauthenticated: 4401,
  /** No hello in time, or silence. */
  timeout: 4408,
  /** Too many connections of this user. */
  crowded: 4429,
} as const

/** The reason of a close that hints at when to come back. */
export const closeReason = (retryAfter: number): string => `retry-after=${retryAfter}`

/** The seconds hinted at by the reason of a close, if any. */
export const retryHint = (reason: string): number | undefined => {
  const seconds = /^retry-after=(\d{1,4})$/.exec(reason)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

const serverTypes: ReadonlySet<unknown> = new Set([
  'hello',
  'changes',
  'ready',
  'resync',
  'signals',
  'error',
  'ping',
  'pong',
])

/**
 * Trusts the server for the shape of what it calls by a known type: its schemas stand on the other side, and a client
 * does not carry them.
 */
const isServerFrame = (value: unknown): value is ServerFrame =>
  typeof value === 'object' && value !== null && 'type' in value && serverTypes.has(value.type)

/** A server's frame, or undefined for one that this version does not know (later ones may add some). */
export const readServerFrame = (text: unknown): ServerFrame | undefined => {
  if (typeof text !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isServerFrame(value) ? value : undefined
  } catch {
    return undefined
  }
}
