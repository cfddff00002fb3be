import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A way to Postgres that counts, and that breaks when it is told to. */
export interface WireProxy {
  /** The address of the database through the proxy. */
  readonly url: string
  /** How often a client has waited for an answer so far. */
  roundTrips(): number
  /** The statements that were parsed so far, not those that were prepared before. */
  parsed(): number
  /** From now on answers are kept back. */
  holdAnswers(): void
  /** From now on nothing passes on the connections there are, and nobody is told. New ones work. */
  freeze(): void
  /** Ends all connections, without a word. */
  cut(): void
  /** Ends all connections, and refuses new ones. */
  close(): Promise<void>
}

const asByte = (letter: string): number => letter.charCodeAt(0)
const [query, sync, parse] = ['Q', 'S', 'P'].map(asByte)

/** Starts one in front of the database of this address. It ends a connection that sends what it `refuses`. */
export const startWireProxy = async (target: string, refuses?: string): Promise<WireProxy> => {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const frozen = new WeakSet<Socket>()
  let [trips, parses, held] = [0, 0, false]

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const count = frontendMessages((type) => {
      if (type === query || type === sync) trips += 1
      if (type === parse) parses += 1
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true))
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (data) => {
      if (frozen.has(client)) return
      if (refuses !== undefined && data.includes(refuses)) {
        client.destroy()
        return
      }
      count(data)
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      if (!held && !frozen.has(upstream)) client.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    roundTrips: () => trips,
    parsed: () => parses,
    holdAnswers: () => void (held = true),
    freeze() {
      for (const socket of sockets) frozen.add(socket)
    },
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

/** Calls back with the type of each message of a client, however its bytes are cut. The first message has no type. */
const frontendMessages = (onMessage: (type: number | undefined) => void) => {
  let rest = Buffer.alloc(0)
  let started = false
  return (data: Buffer): void => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const head = started ? 1 : 0
      if (rest.length < head + 4) return
      const length = head + rest.readInt32BE(head)
      if (rest.length < length) return
      if (started) onMessage(rest[0])
      started = true
      rest = rest.subarray(length)
    }
  }
}
