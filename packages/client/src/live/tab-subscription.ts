/** `live.subscribe` over the one link of a browser: each tab catches up by itself, then goes along. */
import { isMsgError, MsgError } from '@msg/core/errors'
import type { CallOptions, ChangePage, Clock, Cursor, LiveEvent, LiveSubscription, SubscribeInput } from '@msg/core'
import { isPassing } from '../passing.ts'
import { backoff } from './backoff.ts'
import type { EventQueue } from './event-queue.ts'
import { pause } from './pause.ts'
import { unreadLimit } from './reader.ts'
import { running } from './running.ts'
import type { TabHub } from './tab-hub.ts'

export interface TabOptions {
  readonly hub: TabHub
  readonly clock: Clock
  readonly read: (input: SubscribeInput, options: CallOptions) => Promise<ChangePage>
  /** Fires when the client is closed. */
  readonly closing: AbortSignal
}

/** Starts a subscription over the hub: it runs until it is closed, whether or not it is read. */
export const subscribeInTab = (
  options: TabOptions,
  { after }: SubscribeInput = {},
  callOptions: CallOptions = {},
): LiveSubscription =>
  running(
    async (queue, signal) => {
      const inbox = createInbox(options.hub)
      const follower = { ...options, queue, inbox, signal }
      signal.addEventListener('abort', inbox.leave)
      try {
        if (!signal.aborted) await follow(follower, after)
      } catch (error) {
        queue.end(
          error instanceof Error ? error : new MsgError('unavailable', 'the subscription failed', { cause: error }),
        )
      }
      inbox.leave()
    },
    options.closing,
    callOptions,
  )

interface Follower extends TabOptions {
  readonly queue: EventQueue
  readonly inbox: Inbox
  readonly signal: AbortSignal
}

/** Catches up whenever something is missing, and goes along meanwhile. */
const follow = async (follower: Follower, after: Cursor | undefined): Promise<void> => {
  const { inbox, queue, signal } = follower
  let cursor = after
  let told = false
  const push = (event: LiveEvent): void => {
    if ('cursor' in event) ({ cursor } = event)
    queue.push(event)
  }
  while (!signal.aborted) {
    await inbox.found()
    if (signal.aborted) return
    const seen = new Set<string>()
    for await (const event of missed(follower, cursor)) {
      if (event.type === 'changes') for (const { id } of event.changes) seen.add(id)
      if (event.type === 'resync') told = false
      if (event.type !== 'ready' || !told) push(event)
      else ({ cursor } = event)
      told ||= event.type === 'ready'
      if (queue.size() >= unreadLimit) await queue.emptied()
    }
    while (!inbox.isBehind() && !signal.aborted) {
      for (const event of inbox.taken()) {
        const unseen = without(seen, event)
        if (unseen !== undefined) push(unseen)
      }
      if (queue.size() >= unreadLimit) await queue.emptied()
      await inbox.filled()
    }
  }
}

/** What of an event was not caught up with before. Nothing of it: then it is behind where the reader stands. */
const without = (seen: ReadonlySet<string>, event: LiveEvent): LiveEvent | undefined => {
  if (event.type !== 'changes') return event
  const changes = event.changes.filter(({ id }) => !seen.has(id))
  if (changes.length === event.changes.length) return event
  return changes.length === 0 ? undefined : { ...event, changes }
}

/** What was missed since a cursor, then `ready`: as a subscription of one's own would say it. */
async function* missed(follower: Follower, from: Cursor | undefined): AsyncGenerator<LiveEvent, void, void> {
  let cursor = from
  for (let more = true; more;) {
    const page = await readPage(follower, cursor)
    if (follower.signal.aborted) return
    if (page === 'resync') {
      const { cursor: now } = await patiently(follower, {})
      yield { type: 'resync', cursor: now }
      yield { type: 'ready', cursor: now }
      return
    }
    const { changes, profiles } = page
    cursor = page.cursor
    if (changes.length > 0) yield { type: 'changes', changes, profiles, cursor }
    more = page.more
  }
  if (cursor !== undefined) yield { type: 'ready', cursor }
}

const readPage = async (follower: Follower, after: Cursor | undefined): Promise<ChangePage | 'resync'> => {
  try {
    return await patiently(follower, after === undefined ? {} : { after })
  } catch (error) {
    if (isMsgError(error) && error.code === 'resync_required') return 'resync'
    throw error
  }
}

/** Reads, again and again while that may help. */
const patiently = async ({ read, clock, signal }: Follower, input: SubscribeInput): Promise<ChangePage> => {
  for (let failures = 1; ; failures += 1)
    try {
      return await read(input, { signal })
    } catch (error) {
      if (!isMsgError(error) || !isPassing(error) || signal.aborted) throw error
      await pause(backoff(failures, error.retryAfter), clock, signal)
    }
}

/** What came over the link and was not dealt with. */
interface Inbox {
  /** Resolves when the link is live: from then on what comes is kept. */
  found(): Promise<void>
  /** Whether something is missing. */
  isBehind(): boolean
  /** @throws what ended the link for good */
  taken(): readonly LiveEvent[]
  /** Resolves when there is something to take, or something is missing. */
  filled(): Promise<void>
  leave(): void
}

const createInbox = (hub: TabHub): Inbox => {
  let events: LiveEvent[] = []
  let isHere = false
  let isBehind = true
  let isOver = false
  let ended: { readonly error: unknown } | undefined
  let wake: (() => void) | null = null
  const fallBehind = (): void => {
    events = []
    isBehind = true
  }
  const settled = async (isSettled: () => boolean): Promise<void> => {
    const waits = (): boolean => !isOver && ended === undefined && !isSettled()
    while (waits()) await new Promise<void>((resolve) => (wake = resolve))
    if (ended !== undefined && events.length === 0) throw ended.error
  }
  const stop = hub.listen((message) => {
    if (message.type === 'here') isHere = true
    if (message.type === 'end') ended = { error: message.error }
    if (message.type === 'event' && !isBehind) events.push(message.event)
    if (message.type === 'begin') {
      isHere = false
      fallBehind()
    }
    if (events.length > unreadLimit) fallBehind()
    wake?.()
  })
  return {
    async found() {
      await settled(() => isHere)
      isBehind = false
    },
    isBehind: () => isBehind,
    taken: () => events.splice(0),
    filled: () => settled(() => events.length > 0 || isBehind),
    leave() {
      isOver = true
      stop()
      wake?.()
    },
  }
}
