import { abortable } from '../abort.ts'
import type { ProtocolEvent } from '../protocol/event.ts'
import type { Replay } from './feed.ts'
import type { Subscriber } from './room-log.ts'

/** Where a subscription gets its events. */
export interface SubscriptionSource {
  subscribe(subscriber: Subscriber): () => void
  /** The counter up to which events were passed on. */
  cursor(): number | null
  replay(since: number, lastMessageId: number | null): Promise<Replay>
}

/** What a subscription wants. */
export interface SubscriptionOptions {
  /** Begin after this event, replaying what came since. */
  readonly since?: number | undefined
  readonly passes: (event: ProtocolEvent) => boolean
  readonly signal?: AbortSignal | undefined
  /** How many events wait for a slow reader before they are read again from the server instead. */
  readonly limit: number
}

/**
 * One reader's events. At most `limit` wait in memory; what a slow reader leaves behind is not kept but read again from
 * the server once there is room, so that nothing is lost and memory stays bounded.
 */
export class Subscription implements AsyncIterableIterator<ProtocolEvent>, Subscriber {
  readonly #source: SubscriptionSource
  readonly #options: SubscriptionOptions
  readonly #waiting: ProtocolEvent[] = []
  readonly #unsubscribe: () => void
  readonly #abort = () => this.end(this.#options.signal?.reason)
  /** The counter from which on events must be read again, or null while up to date. */
  #behind: number | null
  /** Everything up to this counter has been kept already. */
  #seen = -1
  #lastMessageId: number | null = null
  #ended: { readonly error: unknown } | null = null
  #wake: (() => void) | null = null

  constructor(source: SubscriptionSource, options: SubscriptionOptions) {
    this.#source = source
    this.#options = options
    this.#behind = options.since ?? null
    this.#unsubscribe = source.subscribe(this)
    options.signal?.addEventListener('abort', this.#abort, { once: true })
    if (options.signal?.aborted) this.#abort()
  }

  push(events: readonly ProtocolEvent[], before: number | null): void {
    if (this.#behind !== null || this.#ended) return
    const fresh = events.filter(({ eventId }) => eventId === null || eventId > this.#seen)
    const wanted = fresh.filter(this.#options.passes)
    if (before !== null && this.#waiting.length + wanted.length > this.#options.limit) this.#behind = before
    else this.#keep(wanted)
    this.#wake?.()
  }

  end(error?: unknown): void {
    this.#ended ??= { error }
    this.#unsubscribe()
    this.#options.signal?.removeEventListener('abort', this.#abort)
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<ProtocolEvent, undefined>> {
    for (;;) {
      if (this.#options.signal?.aborted) throw this.#options.signal.reason
      const event = this.#waiting.shift()
      if (event) return { done: false, value: event }
      if (this.#ended?.error !== undefined) throw this.#ended.error
      if (this.#ended) return { done: true, value: undefined }
      if (this.#behind === null) await new Promise<void>((resolve) => (this.#wake = resolve))
      else await this.#readAgain(this.#behind)
    }
  }

  return(): Promise<IteratorResult<ProtocolEvent, undefined>> {
    this.end()
    this.#waiting.length = 0
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #keep(events: readonly ProtocolEvent[]): void {
    for (const event of events) {
      this.#waiting.push(event)
      if ('messageId' in event) this.#lastMessageId = Math.max(event.messageId, this.#lastMessageId ?? 0)
    }
  }

  async #readAgain(since: number): Promise<void> {
    const { events, cursor } = await abortable(this.#source.replay(since, this.#lastMessageId), this.#options.signal)
    const passed = this.#source.cursor()
    const room = this.#options.limit
    const last = events[room - 1]?.eventId ?? null
    if (events.length > room && last !== null) {
      this.#keep(events.slice(0, room).filter(this.#options.passes))
      this.#behind = last
      return
    }
    this.#keep(events.filter(this.#options.passes))
    this.#seen = cursor ?? this.#seen
    // Decided without a pause, so that no event can be passed on in between.
    this.#behind = cursor === null || passed === null || passed <= cursor ? null : cursor
  }
}
