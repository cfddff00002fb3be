import { once } from 'node:events'
import { connect } from 'node:net'

/** A connection to a server on this machine, as cheap as can be: the load shares the cores with the servers. */
export interface Socket {
  write(bytes: string | Buffer): void
  readonly open: boolean
  close(): void
}

/** What one who opens a socket is told. */
export interface SocketListener {
  /**
   * How many of the bytes that have come are taken, 0 while more has to come first; is asked again for the rest. The bytes are
   * gone when this returns. What it throws ends the connection.
   */
  take(bytes: Buffer): number
  /** The connection has ended, whoever did it. */
  closed(error: Error): void
}

/** What every socket reads into, one after the other: a buffer made for each read costs more than the read. */
const memory = Buffer.allocUnsafeSlow(65_536)

const nothing = Buffer.alloc(0)

export const openSocket = async (port: number, { take, closed }: SocketListener): Promise<Socket> => {
  let held: Buffer = nothing
  const read = (bytes: Buffer): void => {
    let rest = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    for (let taken = take(rest); taken > 0; taken = rest.length === 0 ? 0 : take(rest))
      rest = taken === rest.length ? nothing : rest.subarray(taken)
    held = rest.length === 0 ? nothing : Buffer.from(rest)
  }
  const callback = (length: number): boolean => {
    try {
      read(memory.subarray(0, length))
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
    return true
  }
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: memory, callback } })
  await once(socket, 'connect')
  socket.on('error', closed)
  socket.on('close', () => closed(new Error('the server closed the connection')))
  return {
    write: (bytes) => void socket.write(bytes),
    get open() {
      return socket.readyState === 'open'
    },
    close: () => void socket.destroy(),
  }
}
