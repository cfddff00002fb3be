import type { Bus, Clock, Signal } from '@msg/core'
import { createSignalOutbox, signalsIn } from './signal-outbox.ts'

/** A connection that listens, and tells the others. */
export interface WakeUpLine {
  /** Tells the others once: with the empty text that they should read, with any other also what it says. */
  notify(payload: string): Promise<void>
  close(): Promise<void>
}

/** What happens on a line. */
export interface WakeUpEvents {
  /** Another process told us. */
  readonly onWake: (payload: string) => void
  /** The line is gone, and calls nothing more. */
  readonly onLost: (error?: unknown) => void
}

/** What a bus is made of. */
export interface WakeUpParts {
  readonly open: (events: WakeUpEvents) => Promise<WakeUpLine>
  readonly clock: Clock
  /** Told each time the line is lost or cannot be opened. */
  readonly onTrouble: (error: unknown) => void
}

/** A bus that owns its line. */
export interface WakeUpBus extends Bus {
  close(): Promise<void>
}

const pauseMilliseconds = 10
const firstRetryMilliseconds = 100
const lastRetryMilliseconds = 10_000

/**
 * Wake-ups over a line that may break: one message at a time and per ten milliseconds, the first at once. A line that is lost is
 * opened again, ever more patiently; what was missed meanwhile is made up for by one wake-up in each direction.
 * Signals go over the same line, gathered and never kept for long; every message wakes, whatever it carries.
 * Resolves after the first try to open the line, however that went.
 */
export const openWakeUpBus = async ({ open, clock, onTrouble }: WakeUpParts): Promise<WakeUpBus> => {
  const listeners = new Set<() => void>()
  const signalListeners = new Set<(signals: readonly Signal[]) => void>()
  let line: WakeUpLine | null = null
  /** Which line counts: what an earlier one still says is not listened to. */
  let current = 0
  let retry = firstRetryMilliseconds
  let cancelRetry: (() => void) | null = null
  let cancelPause: (() => void) | null = null
  /** Whether there is something to tell, and whether it is being told. */
  let [owed, telling] = [false, false]
  let closed = false

  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const tellSignals = (signals: readonly Signal[]): void => {
    if (signals.length > 0) for (const listener of signalListeners) listener(signals)
  }
  const hear = (payload: string): void => {
    tell()
    tellSignals(signalsIn(payload))
  }
  const lose = (which: number, error: unknown): void => {
    if (which !== current) return
    current += 1
    line = null
    if (closed) return
    onTrouble(error)
    cancelRetry = clock.after(retry, () => void connect())
    retry = Math.min(retry * 2, lastRetryMilliseconds)
  }
  const send = (): void => {
    if (line === null || cancelPause !== null || telling) return
    const payload = outbox.take()
    if (!owed && payload === '') return
    owed = false
    telling = true
    cancelPause = clock.after(pauseMilliseconds, () => {
      cancelPause = null
      send()
    })
    // Whoever misses it has a timer; a line that is broken says so itself, and closing one breaks off what is being told.
    void line
      .notify(payload)
      .catch((error: unknown) => {
        if (!closed) onTrouble(error)
      })
      .finally(() => {
        telling = false
        send()
      })
  }
  const outbox = createSignalOutbox(clock, send)
  const connect = async (): Promise<void> => {
    const mine = current
    try {
      const made = await open({ onWake: hear, onLost: (error) => lose(mine, error) })
      if (closed || mine !== current) return await made.close()
      line = made
    } catch (error) {
      lose(mine, error)
      return
    }
    retry = firstRetryMilliseconds
    if (mine === 0) return
    tell()
    owed = true
    send()
  }

  await connect()
  return {
    wake() {
      owed = !closed
      send()
    },
    onWake(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    signal(signal) {
      if (closed) return
      tellSignals([signal])
      outbox.add(signal)
    },
    onSignals(listener) {
      signalListeners.add(listener)
      return () => void signalListeners.delete(listener)
    },
    async close() {
      closed = true
      outbox.close()
      signalListeners.clear()
      cancelRetry?.()
      cancelPause?.()
      listeners.clear()
      await line?.close()
    },
  }
}
