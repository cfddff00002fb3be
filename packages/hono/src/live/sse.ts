import { closeCodes, closeReason } from '@msg/contract'
import type { ServerFrame } from '@msg/contract'
import { serveGuest } from './connection.ts'
import type { Guest, House } from './connection.ts'
import { createLife } from './life.ts'

/** The headers of a stream: it must reach its reader as it is and at once. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'private, no-store, no-transform',
  // Understood by nginx and those who imitate it.
  'x-accel-buffering': 'no',
} as const

/** A live connection as server-sent events. It ends with the reader, or when the server closes. */
export const eventStream = (house: House, guest: Guest, closing: AbortSignal | undefined): ReadableStream => {
  const outbox = createOutbox()
  const wire = {
    send: (text: string) => outbox.put(text),
    close: (code: number, reason: string) => {
      // A reader that did not take what waits will not take it now: it gets it from its cursor.
      if (code === closeCodes.slow) outbox.clear()
      const last: ServerFrame = { type: 'close', code, reason }
      outbox.put(JSON.stringify(last))
      outbox.end()
    },
    waiting: outbox.bytes,
  }
  const life = createLife(wire, house.clock)
  const restart = (): void => life.end(closeCodes.restarting, closeReason(1))
  closing?.addEventListener('abort', restart)
  life.onEnd(() => closing?.removeEventListener('abort', restart))
  if (closing?.aborted === true) restart()
  void serveGuest({ wire, life }, house, guest)
  return new ReadableStream(
    {
      pull: async (controller) => {
        const event = await outbox.take()
        if (event === undefined) controller.close()
        else controller.enqueue(event)
      },
      cancel: () => life.end(closeCodes.timeout),
    },
    // The stream itself buffers nothing: what waits is counted in the outbox.
    { highWaterMark: 0 },
  )
}

/** Events that wait for their reader. */
interface Outbox {
  put(text: string): void
  /** The next event, once there is one; undefined at the end. */
  take(): Promise<Uint8Array | undefined>
  clear(): void
  end(): void
  bytes(): number
}

const encoder = new TextEncoder()

const createOutbox = (): Outbox => {
  let events: Uint8Array[] = []
  let bytes = 0
  let over = false
  let wake: (() => void) | null = null
  return {
    put(text) {
      const event = encoder.encode(`data: ${text}\n\n`)
      events.push(event)
      bytes += event.length
      wake?.()
    },
    async take() {
      if (events.length === 0 && !over) await new Promise<void>((resolve) => (wake = resolve))
      const event = events.shift()
      bytes -= event?.length ?? 0
      return event
    },
    clear() {
      events = []
      bytes = 0
    },
    end() {
      over = true
      wake?.()
    },
    bytes: () => bytes,
  }
}
