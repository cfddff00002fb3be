import { MsgError } from '@msg/core/errors'
import type { Connection } from '@msg/core'
import { boundCursor } from '@msg/contract/frames'
import type { ErrorFrame, ServerFrame, StreamInput } from '@msg/contract/frames'
import { isPassing } from '../passing.ts'
import type { EventQueue } from './event-queue.ts'

/** Turns the frames of one link after the other into events: each once, with a cursor of this user. */
export interface Reader {
  /** What to ask the next link for. */
  wanted(): StreamInput
  /** Takes a frame; `enough` when no more should come for now. */
  take(frame: ServerFrame): 'enough' | undefined
  /** Ends a link. */
  finish(): Reading
}

/** What a link came to. */
export interface Reading {
  /** Whether it got as far as live. */
  readonly live: boolean
  /** Why there is no use in another. */
  readonly error: MsgError | undefined
}

/** Events a slow reader may leave unread before the link is closed until they are: the server keeps them better. */
export const unreadLimit = 1_000

/** Unread events beyond which signals are not kept: they would be late. */
const signalsLimit = 100

/** Reads what is wanted into a queue: everything from a cursor on, or one conversation. */
export const createReader = (
  queue: EventQueue,
  first: StreamInput,
  report: (state: Connection['state']) => void,
): Reader => {
  const watches = first.watch !== undefined
  let wanted = first
  let tag = ''
  let live = false
  let told = false
  let refused: ErrorFrame | undefined

  const push = (frame: Extract<ServerFrame, { cursor: string }>): void => {
    const cursor = boundCursor(frame.cursor, tag)
    if (!watches) wanted = { after: cursor }
    // A watch has no past: what happened since its link broke is nowhere but in what is loaded anew.
    if (watches && told && frame.type === 'ready') {
      queue.push({ type: 'resync', cursor })
      told = false
    }
    // Ready is told once: what a reconnect brings is simply more changes, unless what was shown had to be reloaded.
    if (frame.type !== 'ready' || !told) queue.push({ ...frame, cursor })
    told = frame.type !== 'resync' && (told || frame.type === 'ready')
  }
  return {
    wanted: () => wanted,
    take(frame) {
      if (frame.type === 'hello') tag = frame.tag
      if (frame.type === 'error') refused = frame
      if (frame.type === 'signals' && queue.size() < signalsLimit) queue.push(frame)
      if ('cursor' in frame) push(frame)
      if (frame.type === 'ready') {
        live = true
        report('online')
      }
      return queue.size() >= unreadLimit ? 'enough' : undefined
    },
    finish() {
      const reading = { live, error: useless(refused) }
      live = false
      refused = undefined
      return reading
    },
  }
}

/** The error of a refusal that stays one. A ticket may come late: whoever is really not let in gets no other. */
const useless = (refused: ErrorFrame | undefined): MsgError | undefined => {
  if (refused === undefined || refused.code === 'unauthenticated') return undefined
  const error = new MsgError(refused.code, 'the server ended the subscription')
  return isPassing(error) ? undefined : error
}
