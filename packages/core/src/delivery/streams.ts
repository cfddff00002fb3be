import { isService } from '../model/ids.ts'
import type { ConversationId, Timestamp, UserId } from '../model/ids.ts'
import { id, inputOf, optional, timestamp, token } from '../rules/input.ts'
import { notForServices } from '../rules/services.ts'
import type { Acting } from '../rules/services.ts'
import type {
  CallOptions,
  ConversationInput,
  LiveEvent,
  LiveSubscription,
  LiveVerbs,
  SubscribeInput,
} from '../session.ts'
import { told } from '../verbs/told.ts'
import type { Closing } from './closing.ts'
import type { Take } from './handover.ts'
import { liveSubscription } from './live-subscription.ts'
import type { Pouring } from './live-subscription.ts'
import { subscribe } from './subscription.ts'
import type { SubscriptionParts } from './subscription.ts'
import { watch } from './watch.ts'
import type { WatchParts } from './watch.ts'

/**
 * A live subscription for a transport. The events, and the `changes` in them, are the same objects for every user they go
 * to, so that a transport can serialise each once (keep the text in a `WeakMap`). That is why their cursors are not yet
 * bound to the user: the cursor a client keeps, and hands to `live.subscribe` or `live.read`, is `${event.cursor}.${tag}`.
 * Signals have none.
 */
export interface TransportFeed extends Pouring {
  readonly tag: string
}

/** From where a transport's feed begins. */
export interface FeedInput extends SubscribeInput {
  /**
   * When the last signal was that this user heard, for a transport that comes and goes (polling): what was signalled since,
   * and is not over yet, is told again.
   */
  readonly heard?: Timestamp
}

/** What streams are made of. */
export interface StreamParts extends SubscriptionParts, WatchParts {
  /** The end of the engine. */
  readonly closing: Closing
  /** Whether somebody may watch a conversation, as of now. @throws what refuses it */
  readonly assertWatchable: (actor: Acting, conversationId: ConversationId) => Promise<void>
}

/** The verbs that are no call and answer: for transports, and for sessions in process. */
export interface Streams {
  feed(userId: UserId, input?: FeedInput, options?: CallOptions): TransportFeed
  watch(userId: UserId, input: ConversationInput, options?: CallOptions): TransportFeed
  of(actor: Acting): Pick<LiveVerbs, 'subscribe' | 'watch'>
}

const readFeed = inputOf({ after: optional(token), heard: optional(timestamp) })
const readWatch = inputOf({ conversationId: id })

export const createStreams = (parts: StreamParts): Streams => {
  const feedOf = (
    userId: UserId,
    start: (ending: Closing, take: Take) => Promise<void>,
    { signal }: CallOptions = {},
  ): TransportFeed => ({
    ...liveSubscription(start, { closing: parts.closing, signal }),
    tag: parts.cursors.tag(userId),
  })

  const feed: Streams['feed'] = (userId, input = {}, options = {}) => {
    const { after, heard } = readFeed(input)
    const since = heard === undefined ? {} : { heard }
    const subscriber = { userId, input: after === undefined ? {} : { after }, ...since }
    const start = (ending: Closing, take: Take): Promise<void> =>
      isService(userId) ? nothing() : subscribe(parts, { ...subscriber, ending }, take)
    return feedOf(userId, start, options)
  }

  const watchAs = (actor: Acting, input: ConversationInput, options?: CallOptions): TransportFeed => {
    const start = async (ending: Closing, take: Take): Promise<void> => {
      const { conversationId } = readWatch(input)
      const check = (): Promise<void> => parts.assertWatchable(actor, conversationId)
      return watch(parts, { userId: actor.me, conversationId, ending, check }, take)
    }
    return feedOf(actor.me, start, options)
  }

  return {
    feed,
    watch: (me, input, options) => watchAs({ me, within: null }, input, options),
    of: (actor) => ({
      subscribe: (input, options) => bound(feed(actor.me, input, options)),
      watch: (input, options) => bound(watchAs(actor, input, options)),
    }),
  }
}

/** What a service gets that subscribes: it is nowhere a member, so there would never be anything. @throws forbidden */
const nothing = async (): Promise<never> => {
  throw notForServices().refusal
}

/** A feed with cursors as its user keeps them, that fails as verbs do. */
const bound = (feed: TransportFeed): LiveSubscription => ({
  close: feed.close,
  [Symbol.asyncDispose]: feed[Symbol.asyncDispose],
  [Symbol.asyncIterator]: () => boundTo(feed),
})

/** No generator: one that waits for an event cannot be left before there is one. */
const boundTo = (feed: TransportFeed): AsyncIterator<LiveEvent, void> => {
  const events = feed[Symbol.asyncIterator]()
  return {
    async next() {
      const result: IteratorResult<LiveEvent, unknown> = await told(events.next())
      if (result.done === true) return { done: true, value: undefined }
      const { value: event } = result
      return { done: false, value: 'cursor' in event ? { ...event, cursor: `${event.cursor}.${feed.tag}` } : event }
    },
    async return() {
      await feed[Symbol.asyncDispose]()
      return { done: true, value: undefined }
    },
  }
}
