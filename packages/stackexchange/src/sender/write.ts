import { wait } from '../clock.ts'
import type { ChatContext } from '../context.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import { parseRoomPage } from '../pages/room-page.ts'
import { classifyWrite, type WriteOutcome } from '../protocol/outcome.ts'

/** How often a write whose outcome stays unknown is tried in all. */
export const MAX_TRIES = 3

/** Milliseconds before a write that broke is tried again, or looked for again. */
const PAUSE = 1_000

/**
 * Posts a write and says what became of it; `failed` also where the connection broke after the request may have been
 * sent. Rejects `unavailable` where it certainly was not.
 */
export const tryWrite = async (
  context: ChatContext,
  path: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<WriteOutcome> => {
  try {
    return classifyWrite(await context.calls.post(path, form, signal), context.clock.now())
  } catch (error) {
    if (isStackExchangeError(error) && error.code === 'unavailable' && error.outcome === 'unknown')
      return { kind: 'failed' }
    throw error
  }
}

/** A short rest between tries. */
export const pause = (context: ChatContext, signal: AbortSignal): Promise<void> =>
  wait(context.clock, { name: 'retry', ms: PAUSE, signal })

/** The reason for which this account cannot post in a room, told by the room's page. */
export const whyNoAccess = async (
  context: ChatContext,
  roomId: number,
  signal?: AbortSignal,
): Promise<StackExchangeError> => {
  const during = `room ${roomId}`
  try {
    const page = parseRoomPage((await context.calls.get(`/rooms/${roomId}`, signal)).body)
    return new StackExchangeError(page.isPrivate ? 'room-private' : 'no-permission', { during })
  } catch (error) {
    if (isStackExchangeError(error)) return error
    throw error
  }
}

/** Refuses to write without an account, before any request. */
export const requireAccount = (context: ChatContext): number => {
  const { me } = context.session
  if (me === null) throw new StackExchangeError('no-permission', { during: 'not logged in' })
  return me.id
}
