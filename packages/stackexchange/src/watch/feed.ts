import { abortable } from '../abort.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import type { Calls } from '../http/calls.ts'
import { createListeners, type Listeners } from '../listeners.ts'
import type { Logger } from '../logger.ts'
import type { ProtocolEvent } from '../protocol/event.ts'
import { foldEvents } from '../protocol/fold.ts'
import { judgeFrame, parseFrame, type RoomFrame } from '../protocol/frame.ts'
import { fetchMessages, messagesAbove, pollFrames } from './catch-up.ts'
import { Link, type LinkOptions, type LinkState } from './link.ts'
import { accept, createRoomLog, deliver, type RoomLog, type Subscriber } from './room-log.ts'

/** What is new since a cursor, and the cursor after it. */
export interface Replay {
  readonly events: readonly ProtocolEvent[]
  readonly cursor: number | null
}

/** What a feed is made of. */
export interface FeedOptions extends LinkOptions {
  readonly logger: Logger
}

const REMEMBERED_NOTICES = 1_000

const maxMessageId = (events: readonly ProtocolEvent[]) =>
  events.reduce<number | null>((max, event) => ('messageId' in event ? Math.max(event.messageId, max ?? 0) : max), null)

/**
 * The live events of all joined rooms. Every event is delivered once and in order: frames are judged by their counter,
 * and whatever a frame shows to be missing is fetched before it is passed on.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #calls: Calls
  readonly #link: Link
  readonly #logs = new Map<number, RoomLog>()
  /** Rooms of which the server is being told that they are left: it hears of a return only after that. */
  readonly #leaving = new Map<number, Promise<void>>()
  readonly #noticeListeners: Listeners<ProtocolEvent>
  readonly #stateListeners: Listeners<LinkState>
  readonly #noticed = new Set<number>()
  #chain: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: FeedOptions) {
    this.#options = options
    this.#calls = options.calls
    this.#noticeListeners = createListeners(options.logger, 'notice')
    this.#stateListeners = createListeners(options.logger, 'state')
    this.#link = new Link(options, {
      rooms: () => this.rooms,
      cursor: () => this.#lowestCursor(),
      frame: (text) => void this.#serially(() => this.#frame(text)),
      catchUp: () => this.#serially(() => this.#catchUp()),
      state: (state) => this.#stateListeners.tell(state),
      fail: (error) => this.#fail(error),
    })
  }

  /** How events arrive at the moment. */
  get state(): LinkState {
    return this.#link.state
  }

  /** The rooms joined. */
  get rooms(): readonly number[] {
    return [...this.#logs.keys()]
  }

  /** Tells changes of `state`; returns what ends it. */
  onState(listener: (state: LinkState) => void): () => void {
    return this.#stateListeners.add(listener)
  }

  /** Tells events of rooms that are not joined, such as mentions and invitations; returns what ends it. */
  onNotice(listener: (event: ProtocolEvent) => void): () => void {
    return this.#noticeListeners.add(listener)
  }

  /** Joins a room; resolves once the server said from where on its events are counted. */
  async join(roomId: number, signal?: AbortSignal): Promise<void> {
    if (this.#logs.has(roomId)) return
    await abortable(this.#leaving.get(roomId) ?? Promise.resolve(), signal)
    const snapshot = await fetchMessages(this.#calls, roomId, {}, signal)
    if (this.#closed) throw new StackExchangeError('closed')
    if (this.#logs.has(roomId)) return
    const { counter, now, messages } = snapshot
    const start = { cursor: counter, lastMessageId: maxMessageId(messages), joinedAt: now }
    this.#logs.set(roomId, createRoomLog(roomId, start))
    this.#link.connect()
  }

  /** Leaves a room; its subscribers end. */
  async leave(roomId: number, signal?: AbortSignal): Promise<void> {
    const log = this.#logs.get(roomId)
    this.#logs.delete(roomId)
    for (const subscriber of log?.subscribers ?? []) subscriber.end()
    this.#link.forget(roomId)
    if (this.#logs.size === 0) this.#link.close()
    const told = this.#calls.post(`/chats/leave/${roomId}`, { quiet: 'true' }, signal).then(() => undefined)
    const over = told
      .catch(() => undefined)
      .then(() => void (this.#leaving.get(roomId) === over && this.#leaving.delete(roomId)))
    this.#leaving.set(roomId, over)
    await told
  }

  /** Passes a joined room's events on; returns what ends it. */
  subscribe(roomId: number, subscriber: Subscriber): () => void {
    const log = this.#logs.get(roomId)
    log?.subscribers.add(subscriber)
    // Left again before anybody could listen.
    if (!log) queueMicrotask(() => subscriber.end())
    return () => void log?.subscribers.delete(subscriber)
  }

  /** The counter up to which a room's events were delivered, or null. */
  cursorOf(roomId: number): number | null {
    return this.#logs.get(roomId)?.cursor ?? null
  }

  /** What happened in a room after `since`; from messages after `lastMessageId` where the event log no longer reaches. */
  async replay(roomId: number, since: number, lastMessageId: number | null): Promise<Replay> {
    const [frame] = await pollFrames(this.#calls, new Map([[roomId, since]]))
    const verdict = frame ? judgeFrame(frame, since) : ({ kind: 'nothing' } as const)
    if (verdict.kind === 'news') return { events: foldEvents(verdict.events), cursor: verdict.cursor }
    if (verdict.kind === 'nothing' || !frame) return { events: [], cursor: frame?.counter ?? null }
    return { events: await this.#mend(frame, since, lastMessageId), cursor: frame.counter }
  }

  /** Cuts the line, ends every subscriber and leaves quietly. */
  async close(how: { readonly quietly: boolean }): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#link.close()
    const rooms = this.rooms
    this.#end()
    if (how.quietly && rooms.length > 0)
      await this.#calls.post('/chats/leave/all', { quiet: 'true' }).catch(() => undefined)
  }

  #lowestCursor(): number | null {
    const cursors = [...this.#logs.values()].flatMap(({ cursor }) => cursor ?? [])
    return cursors.length === 0 ? null : Math.min(...cursors)
  }

  /** One thing after another, so that a frame is not judged while what was lost before it is still being fetched. */
  #serially<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#chain.then(work)
    this.#chain = done.catch(() => undefined)
    return done
  }

  async #frame(text: string): Promise<void> {
    try {
      const frames = parseFrame(text)
      if (!frames) this.#options.logger.warn('unreadable frame; asking for what it may have said')
      const whole = (frames ?? []).map((frame) => this.#take(frame))
      if (!frames || whole.includes(false)) await this.#catchUp()
    } catch (error) {
      // What could not be fetched now is found missing again by the next frame or the next silence.
      const code = isStackExchangeError(error) ? error.code : 'unexpected'
      this.#options.logger.warn('could not fetch what a frame showed to be missing', { code })
    }
  }

  /** Passes a frame on; false when something before it is missing. */
  #take(frame: RoomFrame): boolean {
    for (const event of frame.events) this.#notice(frame, event)
    const log = this.#logs.get(frame.roomId)
    if (!log) return true
    if (frame.exit) {
      this.#logs.delete(frame.roomId)
      for (const subscriber of log.subscribers) subscriber.end()
      if (this.#logs.size === 0) this.#link.close()
      return true
    }
    return accept(log, frame) && !frame.reset
  }

  #notice(frame: RoomFrame, event: ProtocolEvent): void {
    if (event.roomId === frame.roomId || (event.roomId !== null && this.#logs.has(event.roomId))) return
    if (event.eventId !== null) {
      if (this.#noticed.has(event.eventId)) return
      this.#noticed.add(event.eventId)
      const [oldest] = this.#noticed
      if (this.#noticed.size > REMEMBERED_NOTICES && oldest !== undefined) this.#noticed.delete(oldest)
    }
    this.#noticeListeners.tell(event)
  }

  async #catchUp(): Promise<boolean> {
    const cursors = new Map([...this.#logs.values()].map((log) => [log.roomId, log.cursor ?? 0]))
    const frames = await pollFrames(this.#calls, cursors)
    let news = false
    for (const frame of frames) {
      const log = this.#logs.get(frame.roomId)
      if (!log) continue
      const before = log.cursor
      if (!this.#take({ ...frame, base: before === null ? null : frame.base, reset: false })) {
        const events = await this.#mend(frame, before ?? 0, log.lastMessageId)
        deliver(log, events, frame.counter)
      }
      news ||= log.cursor !== before
    }
    return news
  }

  /** Where the event log no longer reaches back: the messages since, then the events that are still kept. */
  async #mend(frame: RoomFrame, since: number, lastMessageId: number | null): Promise<readonly ProtocolEvent[]> {
    this.#options.logger.warn('the event log no longer reaches back; edits and deletions in the gap are not told', {
      roomId: frame.roomId,
    })
    const messages = lastMessageId === null ? [] : await messagesAbove(this.#calls, frame.roomId, lastMessageId)
    const fetched = new Set(messages.flatMap((event) => ('messageId' in event ? event.messageId : [])))
    const kept = frame.events.filter(
      (event) =>
        (event.eventId ?? Infinity) > since && !(event.type === 'message-posted' && fetched.has(event.messageId)),
    )
    return [...messages, ...kept]
  }

  #end(error?: unknown): void {
    const logs = [...this.#logs.values()]
    this.#logs.clear()
    for (const { subscribers } of logs) for (const subscriber of subscribers) subscriber.end(error)
  }

  #fail(error: unknown): void {
    this.#end(error)
  }
}
