/** `live.subscribe` and `live.watch` over the wire: one link each, another whenever it breaks, for ever. */
import { MsgError } from '@msg/core/errors'
import type { CallOptions, Clock, Connection, ConversationInput, LiveSubscription, SubscribeInput } from '@msg/core'
import type { StreamInput } from '@msg/contract/frames'
import type { ConnectionState } from '../connection-state.ts'
import { isPassing } from '../passing.ts'
import { backoff } from './backoff.ts'
import { keepClimbing } from './climb.ts'
import type { EventQueue } from './event-queue.ts'
import type { Ladder } from './ladder.ts'
import { pause } from './pause.ts'
import { createReader, unreadLimit } from './reader.ts'
import type { Reader } from './reader.ts'
import { running } from './running.ts'
import type { Carrier, End } from './transport.ts'

export interface LiveOptions {
  /** Shared by all subscriptions of a client: what one finds out, all know. */
  readonly ladder: Ladder
  readonly clock: Clock
  readonly states: ConnectionState
  /** Fires when the client is closed. */
  readonly closing: AbortSignal
}

/** Starts a subscription: it runs until it is closed, whether or not it is read. */
export const subscribe = (
  options: LiveOptions,
  { after }: SubscribeInput = {},
  callOptions: CallOptions = {},
): LiveSubscription => start(options, after === undefined ? {} : { after }, callOptions)

/** Starts a watch, which runs likewise. Whenever its link broke it yields `resync`, for it has no past. */
export const watch = (
  options: LiveOptions,
  { conversationId }: ConversationInput,
  callOptions: CallOptions = {},
): LiveSubscription => start(options, { watch: conversationId }, callOptions)

const start = (options: LiveOptions, wanted: StreamInput, callOptions: CallOptions): LiveSubscription =>
  running((queue, signal) => keepConnected({ options, queue, signal, wanted }), options.closing, callOptions)

interface Run {
  readonly options: LiveOptions
  readonly queue: EventQueue
  readonly signal: AbortSignal
  readonly wanted: StreamInput
}

/** What one attempt came to. */
interface Attempt {
  /** Whether it got as far as live. */
  readonly live: boolean
  /** Seconds after which the server would like the next one. */
  readonly hint?: number | undefined
  /** Why there is no use in another. */
  readonly error?: MsgError | undefined
  /** Whether another transport is to be used at once. */
  readonly isChange?: boolean
}

const keepConnected = async ({ options, queue, signal, wanted }: Run): Promise<void> => {
  const state = options.states.track()
  let polls = false
  const report = (reported: Connection['state']): void => state.report({ state: reported, polls })
  const reader = createReader(queue, wanted, report)
  let failures = 0
  while (!signal.aborted) {
    const carrier = options.ladder.current()
    if (carrier === undefined) {
      queue.end(new MsgError('feature_disabled', 'no transport works here'))
      break
    }
    report('connecting')
    polls = carrier.isLate
    const { live, hint, error, isChange = false } = await connect({ options, carrier, reader, signal })
    if (error !== undefined) queue.end(error)
    if (error !== undefined || signal.aborted) break
    if (isChange) continue
    report(live ? 'connecting' : 'offline')
    // A reader who left much unread is not given more: the server keeps it better.
    if (queue.size() >= unreadLimit) await queue.emptied()
    failures = live ? 0 : failures + 1
    await pause(backoff(failures, hint), options.clock, signal)
  }
  state.forget()
}

interface Connecting {
  readonly options: LiveOptions
  readonly carrier: Carrier
  readonly reader: Reader
  readonly signal: AbortSignal
}

const connect = async ({ options, carrier, reader, signal }: Connecting): Promise<Attempt> => {
  const { ladder, clock } = options
  const over = new AbortController()
  let climbing: Promise<void> | undefined
  let climbed = false
  const onClimb = (): void => {
    climbed = true
    link.close()
  }
  const link = carrier.open({
    wanted: reader.wanted,
    onFrame: (frame) => {
      if (frame.type === 'ready') climbing ??= keepClimbing({ ladder, clock, carrier, onClimb }, over.signal)
      if (reader.take(frame) === 'enough') link.close()
    },
  })
  signal.addEventListener('abort', link.close, { signal: over.signal })
  const end = await link.ended
  over.abort()
  const { live, error } = reader.finish()
  if (climbed) return { live, isChange: true }
  return error === undefined ? judged(end, { ladder, carrier, live }) : { live, error }
}

interface Tried {
  readonly ladder: Ladder
  readonly carrier: Carrier
  readonly live: boolean
}

/** What follows from the end of a link. */
const judged = ({ blame, error, hint = error?.retryAfter }: End, { ladder, carrier, live }: Tried): Attempt => {
  const isChange = ladder.learn(carrier, blame)
  const isFinal = !isChange && error !== undefined && (blame === 'unable' || !isPassing(error))
  return isFinal ? { live, error } : { live, hint, isChange }
}
