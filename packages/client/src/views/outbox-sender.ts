/** Sends what an outbox holds: in order, several conversations at a time, again and again where that may help. */
import { isMsgError, MsgError } from '@msg/core/errors'
import type { ClientErrorCode } from '@msg/core/errors'
import type { ConversationId, Hidden, Message, Receipt } from '@msg/core'
import { isPassing } from '../passing.ts'
import type { Hub } from './hub.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { OutboxList, Sending } from './outbox-list.ts'
import { unheld } from './outbox-order.ts'
import { perform } from './perform.ts'
import { pauseBefore } from './retry.ts'

/** What a done entry led to. */
export interface Done {
  readonly entry: OutboxEntry
  readonly answer: Message | Hidden | Receipt
}

/** Sends what is in a list. */
export interface Sender extends Sending {
  /** Starts whatever can be sent now. */
  pump(): void
  /** Lets nothing wait any longer. */
  resume(): void
  /** Why nothing is sent, if for a reason that does not pass by itself. */
  paused(): ClientErrorCode | null
}

/** What it sends, and who is told. */
export interface SenderOptions {
  readonly hub: Pick<Hub, 'session' | 'clock' | 'signal'>
  readonly list: Omit<OutboxList, 'load'>
  /** Whether it is for us to send what others could. */
  maySend(): boolean
  /** Told of what is done, just after it left the list, and before anybody is told of that. */
  done(done: Done): void
  /** Told when something changed. */
  changed(): void
}

/** Tries of what the server answers with a failure that may pass; being offline does not count. */
const mostAttempts = 8
/** Under way at the same time. */
const mostAtOnce = 6
/** Milliseconds between two marks of one conversation. */
const betweenMarks = 1_000

/** Makes a sender; it does nothing until it is asked to. */
export const createSender = ({ hub, list, maySend, done, changed }: SenderOptions): Sender => {
  const { session, clock, signal } = hub
  const running = new Map<string, AbortController>()
  /** What waits for another try. */
  const waiting = new Set<string>()
  /** Conversations that were marked just now. */
  const marked = new Set<ConversationId>()
  /** How often the server could not be reached, one time after the other. */
  let unreached = 0
  let paused: ClientErrorCode | null = null
  let waits = new AbortController()

  const mayStart = ({ id, state, write, conversationId }: OutboxEntry): boolean =>
    state === 'queued' &&
    !waiting.has(id) &&
    list.isKept(id) &&
    (maySend() || list.isOnlyHere(id)) &&
    !(write.verb === 'receipts.markRead' && marked.has(conversationId))

  const pump = (): void => {
    if (paused === null && !signal.aborted) sendSome()
    changed()
  }
  const sendSome = (): void => {
    // While the server cannot be reached one entry tries for all.
    const most = unreached > 0 ? 1 : mostAtOnce
    const free = unreached > 0 && waiting.size > 0 ? 0 : Math.max(0, most - running.size)
    for (const entry of unheld(list.entries()).filter(mayStart).slice(0, free)) void send(entry)
  }
  const send = async (entry: OutboxEntry): Promise<void> => {
    const controller = new AbortController()
    running.set(entry.id, controller)
    list.set({ ...entry, state: 'sending', failure: null })
    const outcome = await settled(
      perform(session, entry.write, { signal: AbortSignal.any([controller.signal, signal]) }),
    )
    running.delete(entry.id)
    const isWanted = list.get(entry.id) !== undefined
    if (isWanted && 'answer' in outcome) succeeded(entry, outcome.answer)
    if (isWanted && 'error' in outcome) failed(entry, outcome.error)
    pump()
  }
  const succeeded = (entry: OutboxEntry, answer: Done['answer']): void => {
    unreached = 0
    list.remove(entry.id)
    done({ entry, answer })
    if (entry.write.verb !== 'receipts.markRead') return
    marked.add(entry.conversationId)
    clock.after(betweenMarks, () => {
      marked.delete(entry.conversationId)
      pump()
    })
  }
  const failed = (entry: OutboxEntry, error: MsgError): void => {
    const { code, reason = null, retryAfter } = error
    const offline = code === 'offline'
    unreached = offline ? unreached + 1 : 0
    const attempts = offline ? entry.attempts : entry.attempts + 1
    const retryAt = retryAfter === undefined ? null : new Date(clock.now() + retryAfter * 1_000).toISOString()
    const failure = { code, reason, retryable: isPassing(error), retryAt }
    const queued = { ...entry, state: 'queued', attempts, failure } as const
    if (code === 'unauthenticated' || code === 'aborted') {
      paused = code
      return list.set(entry)
    }
    if (!failure.retryable || attempts >= mostAttempts)
      return void list.keep({ ...queued, state: 'failed' }).then(changed)
    list.set(queued)
    void wait(entry.id, offline ? unreached : attempts, retryAfter)
  }
  const wait = async (id: string, failures: number, retryAfter: number | undefined): Promise<void> => {
    waiting.add(id)
    await pauseBefore(failures - 1, { session, clock, signal: AbortSignal.any([waits.signal, signal]) }, retryAfter)
    waiting.delete(id)
    pump()
  }
  return {
    pump,
    isBusy: (id) => running.has(id) || waiting.has(id),
    abort: (id) => running.get(id)?.abort(),
    resume() {
      paused = null
      waits.abort()
      waits = new AbortController()
      pump()
    },
    paused: () => paused,
  }
}

type Outcome = { readonly answer: Done['answer'] } | { readonly error: MsgError }

const settled = async (answer: Promise<Done['answer']>): Promise<Outcome> => {
  try {
    return { answer: await answer }
  } catch (error) {
    return { error: isMsgError(error) ? error : new MsgError('invalid', 'the write failed', { cause: error }) }
  }
}
