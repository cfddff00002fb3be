import type { ChatContext } from '../context.ts'
import { StackExchangeError } from '../errors.ts'
import { fetchMessages } from '../watch/catch-up.ts'

/** A moment by our clock, which may be set, and by the one that nobody sets. */
export interface Moment {
  readonly now: number
  readonly elapsed: number
}

/** A post whose answer was lost. */
export interface LostPost {
  readonly roomId: number
  readonly text: string
  readonly startedAt: Moment
}

const LOOKED_AT = 50
const CLOCK_SLACK = 2

const isSameText = (source: string, text: string) => {
  const wanted = text.trim()
  // The server rewrites a leading ":ID " to the author's name.
  return source.trim() === wanted || (/^:\d+ /.test(wanted) && source.trim().endsWith(wanted.replace(/^:\d+ /, '')))
}

/**
 * Looks for a message of ours with that text, posted since and not accounted for yet. The server's own clock, read in
 * the same answer, tells what "since" means, so that a wrong clock here does no harm. Where our clock went further on than
 * time was counted, it was set, or the machine slept: rejects `unknown-outcome` for a message of the time between.
 */
export const findLanded = async (context: ChatContext, post: LostPost, signal: AbortSignal): Promise<number | null> => {
  const me = context.session.me?.id
  const { messages, now } = await fetchMessages(context.calls, post.roomId, { count: LOOKED_AT }, signal)
  const counted = (context.clock.elapsed() - post.startedAt.elapsed) / 1000
  const told = (context.clock.now() - post.startedAt.now) / 1000
  const earliest = now === null ? -Infinity : now - counted - CLOCK_SLACK
  const doubtful = Math.min(earliest, earliest + counted - told)
  for (const event of messages.toReversed()) {
    if (!('messageId' in event) || event.userId !== me || context.posted.has(event.messageId)) continue
    const time = event.timeStamp ?? Infinity
    if (time < doubtful) continue
    const source = await context.calls.get(`/message/${event.messageId}?plain=true`, signal)
    if (!isSameText(source.body, post.text)) continue
    if (time < earliest) throw new StackExchangeError('unknown-outcome')
    return event.messageId
  }
  return null
}
