import type { ChatContext } from '../context.ts'
import { fetchMessages } from '../watch/catch-up.ts'

/** A post whose answer was lost. */
export interface LostPost {
  readonly roomId: number
  readonly text: string
  /** When it was sent, by our clock. */
  readonly startedAt: number
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
 * the same answer, tells what "since" means, so that a wrong clock here does no harm.
 */
export const findLanded = async (context: ChatContext, post: LostPost, signal: AbortSignal): Promise<number | null> => {
  const me = context.session.me?.id
  const { messages, now } = await fetchMessages(context.calls, post.roomId, { count: LOOKED_AT }, signal)
  const elapsed = (context.clock.now() - post.startedAt) / 1000
  const earliest = now === null ? -Infinity : now - elapsed - CLOCK_SLACK
  for (const event of messages.toReversed()) {
    if (!('messageId' in event) || event.userId !== me || context.posted.has(event.messageId)) continue
    if ((event.timeStamp ?? Infinity) < earliest) continue
    const source = await context.calls.get(`/message/${event.messageId}?plain=true`, signal)
    if (isSameText(source.body, post.text)) return event.messageId
  }
  return null
}
