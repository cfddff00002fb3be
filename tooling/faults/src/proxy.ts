/** A TCP proxy that spoils connections as it is told: cuts at a byte, half-closes, swallows, delays. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

/** What becomes of one connection. */
export interface Spoiling {
  /**
   * `cut`: both sides see a reset. `half-close`: the receiver sees an orderly end, the other direction stays open.
   * `swallow`: nothing passes any more in either direction, and nobody is told.
   */
  readonly how: 'cut' | 'half-close' | 'swallow'
  /** Counted in this direction: `up` is towards the server. */
  readonly direction: 'up' | 'down'
  /** So many bytes pass before it happens. */
  readonly afterBytes: number
}

/** A running proxy. */
export interface Proxy {
  readonly url: string
  /** How many connections were spoilt so far. */
  spoilt(): number
  close(): Promise<void>
}

/** Where it leads, and what it does to each connection. */
export interface ProxyOptions {
  readonly port: number
  /** Asked at each chunk that comes up until it says something else than null; bytes are counted from there. */
  readonly spoil?: (chunk: Buffer) => Spoiling | null
  /** Asked for each chunk that goes up: it is held back until the promise resolves. */
  readonly hold?: (chunk: Buffer) => Promise<void> | null
  /** Told of what comes down. */
  readonly onAnswer?: (chunk: Buffer) => void
}

/** Starts a proxy to a port of this machine. */
export const startProxy = async (options: ProxyOptions): Promise<Proxy> => {
  const open = new Set<Socket>()
  let spoilt = 0
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: options.port, host: '127.0.0.1', allowHalfOpen: true })
    const pair: Pair = {
      client,
      upstream,
      spoiling: null,
      counted: { up: 0, down: 0 },
      swallowing: false,
      passed: Promise.resolve(),
    }
    client.on('data', (chunk: Buffer) => {
      if (pair.spoiling !== null) return
      pair.spoiling = options.spoil?.(chunk) ?? null
      pair.counted = { up: 0, down: 0 }
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.setNoDelay(true)
      // What follows is the close.
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        // What is held back still arrives, as a late packet would.
        if (!pair.swallowing) void pair.passed.finally(() => (other === upstream ? other.end() : other.destroy()))
      })
    }
    const onSpoilt = (): void => {
      spoilt += 1
    }
    upstream.on('data', (chunk: Buffer) => options.onAnswer?.(chunk))
    pass(pair, { direction: 'up', onSpoilt, hold: (chunk) => options.hold?.(chunk) ?? null })
    pass(pair, { direction: 'down', onSpoilt, hold: () => null })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    spoilt: () => spoilt,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

interface Pair {
  readonly client: Socket
  readonly upstream: Socket
  spoiling: Spoiling | null
  /** Bytes passed since it was decided to spoil the connection. */
  counted: Record<Spoiling['direction'], number>
  swallowing: boolean
  /** Everything that came up so far has been passed on. */
  passed: Promise<unknown>
}

interface Passing {
  readonly direction: Spoiling['direction']
  readonly onSpoilt: () => void
  readonly hold: (chunk: Buffer) => Promise<void> | null
}

/** Passes one direction on, chunk by chunk and in order, until it is to be spoilt. */
const pass = (pair: Pair, { direction, onSpoilt, hold }: Passing): void => {
  const [from, to] = direction === 'up' ? [pair.client, pair.upstream] : [pair.upstream, pair.client]
  let over = false
  let turn: Promise<unknown> = Promise.resolve()
  const forward = (chunk: Buffer): void => {
    if (over || pair.swallowing || to.destroyed) return
    const mine = pair.spoiling?.direction === direction ? pair.spoiling : null
    const left = (mine?.afterBytes ?? Infinity) - pair.counted[direction]
    pair.counted[direction] += chunk.length
    if (chunk.length < left) {
      to.write(chunk)
      return
    }
    over = true
    onSpoilt()
    const rest = chunk.subarray(0, left)
    if (mine?.how === 'swallow') {
      to.write(rest)
      pair.swallowing = true
    } else if (mine?.how === 'half-close') to.end(rest)
    else to.write(rest, () => [from, to].forEach((socket) => socket.resetAndDestroy()))
  }
  from.on('data', (chunk: Buffer) => {
    const held = hold(chunk)
    turn = turn.then(() => held).then(() => forward(chunk))
    if (direction === 'up') pair.passed = turn
  })
  from.on('end', () => {
    void turn.finally(() => (over || pair.swallowing ? null : to.end()))
  })
}
