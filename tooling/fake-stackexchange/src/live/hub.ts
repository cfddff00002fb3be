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

/** Creates the hub and starts forwarding the world's events. */
export const createHub = (world: World): Hub => {
  const connections = new Set<Connection>()
  const faults = quiet()
  const kept: { readonly to: Connection; readonly text: string }[] = []
  let holding = false
  const openings = new Set<() => void>()
  let ever = 0
  const last = new Map<Connection, string>()

  const send = (connection: Connection, text: string) => {
    if (faults.silent) return
    if (holding) kept.push({ to: connection, text })
    else connection.socket.send(text)
    last.set(connection, text)
  }
  const push = (connection: Connection) => {
    const text = JSON.stringify(frameFor(world, connection.session, connection.base))
    connection.base = world.counter
    if (faults.drop === 0) send(connection, text)
  }
  world.onEvents.add(() => {
    for (const connection of connections) push(connection)
    if (faults.drop > 0 && connections.size > 0) faults.drop -= 1
  })

  return {
    faults,
    get count() {
      return { open: connections.size, ever }
    },
    attach(session, socket, since) {
      const from = faults.forgetful ? world.counter : Math.min(since ?? world.counter - world.retention, world.counter)
      const connection = { session, socket, base: from }
      connections.add(connection)
      ever += 1
      for (const look of openings) look()
      if (from < world.counter) push(connection)
    },
    detach(socket) {
      for (const connection of connections) if (connection.socket === socket) connections.delete(connection)
    },
    untilOpened: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          if (ever < wanted) return
          openings.delete(look)
          resolve()
        }
        openings.add(look)
        look()
      }),
    closeAll(code) {
      for (const { socket } of connections)
        if (code === 1006) socket.terminate()
        else socket.close(code)
      connections.clear()
    },
    raw: (text) => connections.forEach(({ socket }) => socket.send(text)),
    heartbeat() {
      for (const connection of connections)
        send(
          connection,
          JSON.stringify(Object.fromEntries([...connection.session.rooms].map((room) => [`r${room}`, {}]))),
        )
    },
    repeat: () => last.forEach((text, { socket }) => socket.send(text)),
    hold: () => void (holding = true),
    release(order) {
      holding = false
      for (const { to, text } of order === 'reversed' ? kept.toReversed() : kept) to.socket.send(text)
      kept.length = 0
    },
  }
}
