import { eventually, fakeClock } from '@msg/testing'
import type { FakeClock } from '@msg/testing'
import { expect, onTestFinished } from 'vitest'
import { createClient } from '../../src/index.ts'
import type { Client, SocketEvent, WebSocketLike } from '../../src/index.ts'

/** A socket whose other side is the test. */
export class FakeSocket implements WebSocketLike {
  static made: FakeSocket[] = []
  readonly said: unknown[] = []
  closed = false
  readonly #listeners: { readonly type: string; readonly call: (event: SocketEvent) => void }[] = []
  readonly url: string

  constructor(url: string) {
    this.url = url
    FakeSocket.made.push(this)
  }
  send(text: string): void {
    this.said.push(JSON.parse(text))
  }
  close(): void {
    this.closed = true
  }
  addEventListener(type: string, call: (event: SocketEvent) => void): void {
    this.#listeners.push({ type, call })
  }
  happen(type: string, event: SocketEvent = {}): void {
    for (const listener of this.#listeners) if (listener.type === type) listener.call(event)
  }
  frame(frame: object): void {
    this.happen('message', { data: JSON.stringify(frame) })
  }
  /** As a server does from the opening to `ready`. */
  welcome(cursor: string): void {
    this.happen('open')
    this.frame({ type: 'hello', tag: 'tag', heartbeat: 25 })
    this.frame({ type: 'ready', cursor })
  }
}

/** A client over fake sockets. */
export interface Fake {
  readonly client: Client
  readonly clock: FakeClock
  readonly states: string[]
  /** What the next requests for a ticket are answered with; a ticket when there is nothing left. */
  readonly refusals: Response[]
  /** The socket opened as the n-th. */
  socket(index: number): Promise<FakeSocket>
}

/** Makes a client whose requests and sockets the test answers, closed with the test. */
export const fake = async (): Promise<Fake> => {
  const made: FakeSocket[] = []
  FakeSocket.made = made
  const clock = fakeClock()
  const refusals: Response[] = []
  let tickets = 0
  const answers = (url: string): Response => {
    if (url.endsWith('/config')) return Response.json({ me: 'bob', limits: {}, features: { websocket: true } })
    tickets += 1
    return refusals.shift() ?? Response.json({ ticket: `ticket ${tickets}`, expiresIn: 30 })
  }
  const client = await createClient({
    url: 'https://app.example/chat',
    clock,
    WebSocket: FakeSocket,
    transports: ['websocket'],
    fetch: async (url) => answers(url),
  })
  onTestFinished(client.close)
  const states: string[] = []
  client.connection.onChange((state) => states.push(state))
  const socket = (index: number): Promise<FakeSocket> =>
    eventually(() => made[index] ?? expect.fail(`no socket ${index}`))
  return { client, clock, states, refusals, socket }
}

/** A refusal of the server. */
export const problem = (status: number, code: string): Response =>
  Response.json({ code, detail: 'because', status }, { status })
