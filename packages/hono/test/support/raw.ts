import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A bare connection to a server: what a well-behaved client cannot say is said here. */
export const openSocket = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Everything the server says until it closes or there is an end of what is waited for. */
export const readUntil = (socket: Socket, pattern: RegExp): Promise<string> =>
  new Promise((resolve) => {
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (pattern.test(text)) resolve(text)
    })
    socket.on('close', () => resolve(text))
  })

/** The status of an answer as it stands on the wire. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

/** Writes until all is written or the other side does not want any more. */
export const writeAll = async (socket: Socket, chunks: Iterable<string>): Promise<void> => {
  for (const chunk of chunks) {
    if (socket.destroyed || socket.writableEnded) return
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {})
  }
}
