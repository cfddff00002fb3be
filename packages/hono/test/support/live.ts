import { eventually } from '@msg/testing'
import { onTestFinished, expect } from 'vitest'
import { field, textOf } from './serve.ts'
import { openWebSocket } from './socket.ts'

/** What a live connection of a test was told, and how it ended, whatever carried it. */
export interface TestLive {
  readonly frames: unknown[]
  /** Waits until so many frames of a type have come. */
  until(type: string, count?: number): Promise<void>
  /** The code of the error it ended with, else that of its close. */
  readonly ended: Promise<unknown>
  /** Goes away without a word. */
  leave(): void
}

/** How a connection is opened. */
export interface Opening {
  readonly headers?: Readonly<Record<string, string>>
  readonly after?: string
  /** Only this conversation. */
  readonly watch?: string
}

/** Opens one, or rejects with the status of the refusal. */
export type OpenLive = (url: string, opening?: Opening) => Promise<TestLive>

/** The types of the frames that came. */
export const typesOf = (frames: readonly unknown[]): unknown[] => frames.map((frame) => field(frame, 'type'))

const untilIn =
  (frames: readonly unknown[]): TestLive['until'] =>
  (type, count = 1) =>
    eventually(() => expect(typesOf(frames).filter((one) => one === type).length).toBeGreaterThanOrEqual(count))

const overWebSocket: OpenLive = async (url, { headers = {}, ...wanted } = {}) => {
  const { socket, frames, until, closed } = await openWebSocket(url, { headers })
  socket.send(JSON.stringify({ type: 'hello', ...wanted }))
  const ended = closed.then(({ code }) => errorIn(frames) ?? code)
  return {
    frames,
    until: (type, count) => (count === undefined ? until(type) : untilIn(frames)(type, count)),
    ended,
    leave: () => socket.terminate(),
  }
}

const errorIn = (frames: readonly unknown[]): unknown =>
  field(
    frames.find((frame) => field(frame, 'type') === 'error'),
    'code',
  )

/** Posts JSON; rejects with the status of a refusal and tells its code. */
const post = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  init: { body: object; signal: AbortSignal },
) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(init.body),
    signal: init.signal,
  })
  if (response.ok) return response
  const problem: unknown = await response.json()
  throw new Error(`refused: ${response.status}`, { cause: field(problem, 'code') })
}

/** A connection that can be left, closed with the test. */
const leavable = (): AbortController => {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  return controller
}

/** The frames of a stream of events as they come. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator {
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) yield JSON.parse(event.replace(/^data: /, ''))
  }
}

/** Reads a stream of events to its end. */
export const openLiveOf = ({ body }: Response): Omit<TestLive, 'leave'> => {
  if (body === null) throw new Error('no body')
  const frames: unknown[] = []
  const ended = (async () => {
    for await (const frame of eventsOf(body)) frames.push(frame)
    return errorIn(frames) ?? field(frames.at(-1), 'code')
  })()
  ended.catch(() => {})
  return { frames, until: untilIn(frames), ended }
}

const overSse: OpenLive = async (url, { headers = {}, ...wanted } = {}) => {
  const left = leavable()
  const response = await post(`${url}/live/stream`, headers, { body: wanted, signal: left.signal })
  return { ...openLiveOf(response), leave: () => left.abort() }
}

const byPolling: OpenLive = async (url, { headers = {}, ...wanted } = {}) => {
  const left = leavable()
  const frames: unknown[] = []
  let { after } = wanted
  let heard: unknown
  const ask = async (wait: number): Promise<void> => {
    const body = { ...wanted, after, wait, heard }
    const response = await post(`${url}/live/poll`, headers, { body, signal: left.signal })
    const answer: unknown = await response.json()
    heard = field(answer, 'heard')
    const answered = field(answer, 'frames')
    if (!Array.isArray(answered)) throw new Error('no frames')
    frames.push(...answered)
    const last = answered.findLast((frame) => field(frame, 'cursor') !== undefined)
    if (wanted.watch === undefined) after = `${textOf(last, 'cursor')}.${textOf(answered[0], 'tag')}`
  }
  await ask(0)
  const ended = (async () => {
    for (;;) await ask(25)
  })().catch((error: unknown) => (field(error, 'cause') instanceof Error ? 'unreachable' : field(error, 'cause')))
  return { frames, until: untilIn(frames), ended, leave: () => left.abort() }
}

/** Every transport, by name. */
export const transports: Readonly<Record<'websocket' | 'sse' | 'polling', OpenLive>> = {
  websocket: overWebSocket,
  sse: overSse,
  polling: byPolling,
}
