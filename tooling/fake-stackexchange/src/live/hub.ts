import type { FakeSession, World } from '../world/state.ts'
import { frameFor } from './frame.ts'

/** What the hub needs of a socket. */
export interface HubSocket {
  send(text: string): void
  close(code: number): void
  terminate(): void
}

/** Ways in which live delivery can go wrong, switched by tests. */
export interface SocketFaults {
  /** Refuses every new connection. */
  refuse: boolean
  /** Answers `/ws-auth` with 404. */
  noAuth: boolean
  /** Keeps connections open and says nothing. */
  silent: boolean
  /** Ignores the `l` value of new connections. */
  forgetful: boolean
  /** Frames still to be swallowed, leaving a gap in the counter. */
  drop: number
}

interface Connection {
  readonly session: FakeSession
  readonly socket: HubSocket
  base: number
}

/** The live side of the fake: who is connected, and what they are sent. */
export interface Hub {
  readonly faults: SocketFaults
  /** How many sockets are open now, and were ever opened. */
  readonly count: { readonly open: number; readonly ever: number }
  attach(session: FakeSession, socket: HubSocket, since: number | null): void
  detach(socket: HubSocket): void
  /** Resolves once that many sockets were ever opened. */
  untilOpened(ever: number): Promise<void>
  /** Closes every socket; 1006 cuts the line without a word. */
  closeAll(code: number): void
  /** Sends text as it is to every socket. */
  raw(text: string): void
  /** Sends an empty frame for the joined rooms. */
  heartbeat(): void
  /** Sends the last frame again. */
  repeat(): void
  /** Keeps frames back until `release`. */
  hold(): void
  /** Sends what was kept back, newest first when `reversed`. */
  release(order: 'in order' | 'reversed'): void
}

const quiet = (): SocketFaults => ({ refuse: false, noAuth: false, silent: false, forgetful: false, drop: 0 })

class EventHub implements Hub {
  readonly faults = quiet()
  readonly #world: World
  readonly #connections = new Set<Connection>()
  readonly #openings = new Set<() => void>()
  readonly #kept: { readonly to: Connection; readonly text: string }[] = []
  readonly #last = new Map<Connection, string>()
  #holding = false
  #ever = 0

  constructor(world: World) {
    this.#world = world
    world.onEvents.add(() => {
      for (const connection of this.#connections) this.#push(connection)
      if (this.faults.drop > 0 && this.#connections.size > 0) this.faults.drop -= 1
    })
  }

  get count() {
    return { open: this.#connections.size, ever: this.#ever }
  }

  attach(session: FakeSession, socket: HubSocket, since: number | null): void {
    const { counter, retention } = this.#world
    const base = this.faults.forgetful ? counter : Math.min(since ?? counter - retention, counter)
    const connection = { session, socket, base }
    this.#connections.add(connection)
    this.#ever += 1
    for (const look of this.#openings) look()
    if (base < counter) this.#push(connection)
  }

  detach(socket: HubSocket): void {
    for (const connection of this.#connections) if (connection.socket === socket) this.#forget(connection)
  }

  untilOpened(ever: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#ever < ever) return
        this.#openings.delete(look)
        resolve()
      }
      this.#openings.add(look)
      look()
    })
  }

  closeAll(code: number): void {
    for (const connection of this.#connections) {
      if (code === 1006) connection.socket.terminate()
      else connection.socket.close(code)
      this.#forget(connection)
    }
  }

  raw(text: string): void {
    for (const { socket } of this.#connections) socket.send(text)
  }

  heartbeat(): void {
    for (const connection of this.#connections) {
      const rooms = [...connection.session.rooms].map((room) => [`r${room}`, {}])
      this.#send(connection, JSON.stringify(Object.fromEntries(rooms)))
    }
  }

  repeat(): void {
    for (const [{ socket }, text] of this.#last) socket.send(text)
  }

  hold(): void {
    this.#holding = true
  }

  release(order: 'in order' | 'reversed'): void {
    this.#holding = false
    const frames = this.#kept.splice(0)
    for (const { to, text } of order === 'reversed' ? frames.toReversed() : frames) to.socket.send(text)
  }

  #push(connection: Connection): void {
    const text = JSON.stringify(frameFor(this.#world, connection.session, connection.base))
    connection.base = this.#world.counter
    if (this.faults.drop === 0) this.#send(connection, text)
  }

  #send(connection: Connection, text: string): void {
    if (this.faults.silent) return
    if (this.#holding) this.#kept.push({ to: connection, text })
    else connection.socket.send(text)
    this.#last.set(connection, text)
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection)
    this.#last.delete(connection)
  }
}

/** Creates the hub and starts forwarding the world's events. */
export const createHub = (world: World): Hub => new EventHub(world)
