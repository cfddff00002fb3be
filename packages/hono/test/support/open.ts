import { createMessaging, silentLogger } from '@msg/core'
import type { LiveEvent, Messaging, TransportFeed } from '@msg/core'
import { eventually, fakeClock } from '@msg/testing'
import type { FakeClock } from '@msg/testing'
import { expect, onTestFinished } from 'vitest'
import { createCrowd } from '../../src/live/crowd.ts'
import { openDialogue } from '../../src/live/dialogue.ts'
import type { Dialogue, Gate } from '../../src/live/dialogue.ts'
import { createPulse } from '../../src/live/pulse.ts'
import { ticketsOf } from '../../src/live/ticket.ts'
import { field } from './serve.ts'

/** A connection over a wire of the test. */
export interface Opened {
  readonly connection: Dialogue
  readonly clock: FakeClock
  readonly gate: Gate
  /** What was sent, parsed. */
  readonly said: unknown[]
  /** How it was closed. */
  readonly closed: { readonly code: number; readonly reason: string }[]
  /** How many bytes wait to be sent. */
  waiting: number
}

/** Opens a connection on an engine of its own, closed with the test. */
export const open = (more: Partial<Gate> = {}): Opened => {
  const clock = fakeClock()
  const messaging = more.messaging ?? createMessaging()
  onTestFinished(() => messaging.close())
  const gate: Gate = {
    messaging,
    tickets: ticketsOf(messaging),
    crowd: createCrowd(),
    pulse: createPulse(clock),
    clock,
    logger: silentLogger(),
    identity: { userId: 'bob' },
    origin: null,
    ...more,
  }
  const said: unknown[] = []
  const closed: { code: number; reason: string }[] = []
  const opened = { clock, gate, said, closed, waiting: 0 }
  const wire = {
    send: (text: string) => void said.push(JSON.parse(text)),
    close: (code: number, reason: string) => void closed.push({ code, reason }),
    waiting: () => opened.waiting,
  }
  return {
    ...opened,
    connection: openDialogue(wire, gate),
    get waiting() {
      return opened.waiting
    },
    set waiting(bytes) {
      opened.waiting = bytes
    },
  }
}

/** The frame that opens. */
export const hello = (more: object = {}): string => JSON.stringify({ type: 'hello', ...more })
/** The types of what was said. */
export const types = ({ said }: Opened): unknown[] => said.map((frame) => field(frame, 'type'))
/** Waits until a frame of a type was said. */
export const until = (opened: Opened, type: string): Promise<void> =>
  eventually(() => expect(types(opened)).toContain(type))
/** Waits until it was closed. */
export const untilClosed = ({ closed }: Opened): Promise<void> => eventually(() => expect(closed).not.toEqual([]))

/** A messaging whose feeds yield what the test says. */
export const feeding = (events: AsyncIterable<LiveEvent>): Messaging => {
  let over = false
  const feed: TransportFeed = {
    tag: 'tag',
    close() {
      over = true
    },
    async each(take) {
      for await (const event of events) {
        if (over) return
        await take(event)
      }
    },
    [Symbol.asyncDispose]: async () => {},
    [Symbol.asyncIterator]: () => events[Symbol.asyncIterator](),
  }
  return { ...createMessaging(), feed: () => feed }
}

/** One event for ever. */
export async function* endlessly(event: LiveEvent): AsyncGenerator<LiveEvent, void, void> {
  for (;;) yield event
}

/** Events that fail before the first. */
export const failing = (error: Error): AsyncIterable<LiveEvent> => ({
  [Symbol.asyncIterator]: () => ({
    next: async () => {
      throw error
    },
  }),
})
