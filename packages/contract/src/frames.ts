/**
 * What crosses a live connection: JSON text frames, the same over every transport. On a WebSocket the client opens with
 * `hello`, over SSE and by polling with a request; the server answers `hello`, then what was missed since `after`, then
 * `ready`, then what happens. A connection is one subscription or, asked to `watch`, one watch. Either side may `ping`; whoever
 * can speak answers `pong`. A frame is the same for every user it goes to, so its cursor is not yet bound to one: what a client
 * keeps is {@link boundCursor}.
 */
import type { Change, ConversationId, Cursor, Profile, Signal, Timestamp } from '@msg/core'
import type { ErrorCode } from '@msg/core/errors'

/** What a connection is asked for. */
export interface StreamInput {
  /** Where to go on; without it, from now. */
  readonly after?: Cursor
  /** Only this conversation, whose present I see: `live.watch`. Not together with `after`: a watch has no past. */
  readonly watch?: ConversationId
}

/** The first frame, due within {@link heartbeat.hello} seconds: who I am, by ticket, and what I want. */
export interface ClientHello extends StreamInput {
  readonly type: 'hello'
  /** From `POST /live/tickets`. May be left out where the upgrade carried an Authorization header. */
  readonly ticket?: string
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

/** How the server closes, over SSE: what a socket says in closing. The last frame. */
export interface CloseFrame {
  readonly type: 'close'
  /** One of {@link closeCodes}. */
  readonly code: number
  readonly reason: string
}

/** What a server may say. */
export type ServerFrame =
  | ServerHello
  | ChangesFrame
  | ReadyFrame
  | ResyncFrame
  | SignalsFrame
  | ErrorFrame
  | CloseFrame
  | Ping
  | Pong

/** The body of a poll. */
export interface PollInput extends StreamInput {
  /**
   * Seconds to wait for something to happen, at most and by default {@link pollWait}. What was missed is answered at once. A
   * watch knows of nothing that was missed: what happens between two polls is found by reloading.
   */
  readonly wait?: number
  /** What the last answer said: signals since then are told again while they last. */
  readonly heard?: Timestamp
}

/** What a poll is answered with: `hello`, what was missed, `ready` unless there is more, and what happened. */
export interface PollAnswer {
  readonly frames: readonly ServerFrame[]
  /** For the next poll: up to when signals are told. */
  readonly heard: Timestamp
}

/** The longest a poll waits, in seconds: less than what proxies allow. */
export const pollWait = 25

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
  /** Bytes that may wait to be sent before nothing more is added, and a reader who takes none of them is given up. One poll's answer. */
  buffer: 1_048_576,
  /** Connections of one user at a time. */
  perUser: 50,
  /** Seconds a ticket is worth something. */
  ticket: 30,
} as const

/** Why a server closed a connection. Reconnecting helps after each but `invalid` and `refused`. */
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
  /** What was to be watched is not, or no longer, there to see; the error frame says which. */
  refused: 4403,
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
  'close',
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

/** A poll's answer, without the frames that this version does not know; undefined for what is no such answer. */
export const readPollAnswer = (answer: unknown): PollAnswer | undefined =>
  typeof answer === 'object' &&
  answer !== null &&
  'frames' in answer &&
  Array.isArray(answer.frames) &&
  'heard' in answer &&
  typeof answer.heard === 'string'
    ? { frames: answer.frames.filter(isServerFrame), heard: answer.heard }
    : undefined
