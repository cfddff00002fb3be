import type { Clock, Signal } from '@msg/core'

/** Signals on their way to the other processes: gathered, at most one message per 250 ms, dropped when late or too many. */
export interface SignalOutbox {
  add(signal: Signal): void
  /** The message that may go out now, the empty text where there is none. */
  take(): string
  close(): void
}

const pauseMilliseconds = 250

/** What has waited longer is of no use any more. */
const lateMilliseconds = 1_000

/** Signals that may wait for a line. */
const waitingLimit = 1_000

/** Bytes of a message: Postgres takes less than 8,000. */
const payloadBytes = 7_900

/** Gathers signals; `onDue` is called when a message may go out. */
export const createSignalOutbox = (clock: Clock, onDue: () => void): SignalOutbox => {
  const waiting = new Map<string, { readonly signal: Signal; readonly since: number }>()
  let cancel: (() => void) | null = null
  let pausing = false

  const pause = (): void => {
    pausing = true
    cancel = clock.after(pauseMilliseconds, () => {
      pausing = false
      if (waiting.size > 0) onDue()
    })
  }
  return {
    add(signal) {
      const key = `${signal.type} ${signal.conversationId} ${signal.userId}`
      if (waiting.size >= waitingLimit && !waiting.has(key)) return
      // The latest of a user in a conversation is the one that counts.
      waiting.set(key, { signal, since: clock.now() })
      if (!pausing) onDue()
    },
    take() {
      if (pausing || waiting.size === 0) return ''
      const fresh = [...waiting.values()].filter(({ since }) => clock.now() - since < lateMilliseconds)
      waiting.clear()
      if (fresh.length === 0) return ''
      pause()
      return packed(fresh.map(({ signal }) => signal))
    },
    close() {
      cancel?.()
      waiting.clear()
    },
  }
}

const encoder = new TextEncoder()

/** As many signals as fit into one message. */
const packed = (signals: readonly Signal[]): string => {
  const texts: string[] = []
  let bytes = 2
  for (const signal of signals) {
    const text = JSON.stringify(signal)
    bytes += encoder.encode(text).length + 1
    if (bytes > payloadBytes) break
    texts.push(text)
  }
  return `[${texts.join(',')}]`
}

/** The signals of a message from another process; none where it is of another version or no message of ours. */
export const signalsIn = (payload: string): readonly Signal[] => {
  if (payload === '') return []
  try {
    const value: unknown = JSON.parse(payload)
    return Array.isArray(value) ? value.filter(isSignal) : []
  } catch {
    return []
  }
}

const isSignal = (value: unknown): value is Signal =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  value.type === 'typing' &&
  'conversationId' in value &&
  typeof value.conversationId === 'string' &&
  'userId' in value &&
  typeof value.userId === 'string' &&
  'typing' in value &&
  typeof value.typing === 'boolean' &&
  'at' in value &&
  typeof value.at === 'string'
