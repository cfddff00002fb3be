/** The pages a timeline is made of. */
import { mostOnPage } from '@msg/core'
import { MsgError } from '@msg/core/errors'
import type { ConversationId, MessageId, Session } from '@msg/core'
import type { ProfileBook } from './profile-book.ts'
import {
  emptyAt,
  grownAfter,
  grownBefore,
  latestOf,
  stretchAround,
  withoutNewest,
  withoutOldest,
} from './timeline-window.ts'
import type { Page, Stretch } from './timeline-window.ts'

/** Reads the parts of one conversation. Each answer is as of some moment after it was asked for. */
export interface TimelineLoader {
  latest(signal: AbortSignal): Promise<Stretch>
  /** What lies on both sides of a message. @throws not_found */
  around(messageId: MessageId, signal: AbortSignal): Promise<Stretch>
  /** What lies on both sides of a number. */
  near(seq: number, signal: AbortSignal): Promise<Stretch>
  /** The page before a number and with it, newest first. */
  before(seq: number, signal: AbortSignal): Promise<Page>
  /** The page after a number, oldest first. */
  after(seq: number, signal: AbortSignal): Promise<Page>
  /** What a stretch holds, read anew; at its end with all that came after it, as far as it fits, else the end alone. */
  again(signal: AbortSignal, stretch: Stretch): Promise<Stretch>
}

/** Of which conversation, and how much. */
export interface LoaderOptions {
  readonly session: Session
  readonly profiles: ProfileBook
  readonly conversationId: ConversationId
  /** Messages on a page. */
  readonly pageSize: number
  /** Messages held at most. */
  readonly retain: number
}

/** Makes the loader of a conversation. */
export const createTimelineLoader = (options: LoaderOptions): TimelineLoader => {
  const { session, profiles, conversationId, pageSize, retain } = options
  const page = async (range: Range, signal: AbortSignal): Promise<Page> => {
    const answer = await session.messages.list({ conversationId, limit: pageSize, ...range }, { signal })
    profiles.add(answer.profiles)
    return answer
  }
  const before = (seq: number, signal: AbortSignal, limit = pageSize): Promise<Page> =>
    page({ before: seq + 1, limit }, signal)
  const after = (seq: number, signal: AbortSignal, limit = pageSize): Promise<Page> =>
    page({ after: seq, order: 'asc', limit }, signal)
  const latest = async (signal: AbortSignal): Promise<Stretch> => latestOf(await page({}, signal))
  const near = async (seq: number, signal: AbortSignal): Promise<Stretch> => {
    const half = Math.max(1, Math.floor(pageSize / 2))
    const upTo = grownBefore(emptyAt(seq), await before(seq, signal, half))
    return grownAfter(upTo, await after(seq, signal, half))
  }
  return {
    latest,
    near,
    async around(messageId, signal) {
      const answer = await session.messages.around({ messageId, limit: pageSize }, { signal })
      if (answer.messages.some((message) => message.conversationId !== conversationId))
        throw new MsgError('not_found', 'not of this conversation')
      profiles.add(answer.profiles)
      return stretchAround(answer)
    },
    before,
    after,
    async again(signal, stretch) {
      let grown: Stretch = { ...emptyAt(stretch.from), atStart: stretch.atStart }
      while (!grown.atEnd && (stretch.atEnd || grown.to < stretch.to) && grown.messages.length < retain)
        grown = grownAfter(grown, await after(grown.to, signal, mostOnPage))
      if (grown.atEnd) return withoutOldest(grown, retain)
      return stretch.atEnd ? latest(signal) : withoutNewest(grown, retain)
    },
  }
}

/** Which messages: bounds are exclusive. */
interface Range {
  readonly before?: number
  readonly after?: number
  readonly order?: 'asc'
  readonly limit?: number
}
