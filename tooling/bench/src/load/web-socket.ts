import { openSocket } from './socket.ts'

/** A client's WebSocket, as cheap as can be: with a library, the sockets took as much as the callers did. */
export interface WebSocket {
  /** Sends a text of up to 125 bytes. */
  send(text: string): void
  readonly open: boolean
  close(): void
}

/** What one who opens a WebSocket is told. */
export interface WebSocketListener {
  /** A text that came; its bytes are gone when this returns. */
  text(bytes: Buffer): void
  /** What was open has ended, whoever did it. */
  closed(error: Error): void
}

/** Opens a WebSocket on a path of a server; resolves when the server has agreed to it. @throws when it does not */
export const openWebSocket = async (
  { port, path, userId }: { readonly port: number; readonly path: string; readonly userId: string },
  { text, closed }: WebSocketListener,
): Promise<WebSocket> => {
  const agreed = Promise.withResolvers<null>()
  let ended: (error: Error) => void = agreed.reject
  let take = (bytes: Buffer): number => {
    const length = bytes.indexOf('\r\n\r\n') + 4
    if (length < 4) return 0
    const head = bytes.toString('latin1', 0, length)
    if (!head.startsWith('HTTP/1.1 101 ')) throw new Error(`no WebSocket:\n${head}`)
    take = (frames) => takeFrame(frames, text)
    ended = closed
    agreed.resolve(null)
    return length
  }
  const socket = await openSocket(port, {
    take: (bytes) => take(bytes),
    closed: (error) => ended(error),
  })
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bench ${userId}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  )
  await agreed.promise
  return {
    send: (said) => socket.write(frameOf(said)),
    get open() {
      return socket.open
    },
    close: socket.close,
  }
}

/** Any 16 bytes: who asks twice would tell the answers apart by them. */
const key = Buffer.alloc(16).toString('base64')

/** The first byte of a frame that is a whole text. */
const wholeText = 0x81

/** A client's frames are masked: with zeros, they stay as they are. */
const frameOf = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([wholeText, 0x80 + bytes.length, 0, 0, 0, 0]), bytes])
}

/** Where the text of a server's frame starts and ends; null while that has not come. */
const boundsIn = (bytes: Buffer): { readonly start: number; readonly end: number } | null => {
  const [, length = 0] = bytes
  if (bytes.length < 10 && bytes.length < 2 + length) return null
  if (length === 126) return { start: 4, end: 4 + bytes.readUInt16BE(2) }
  if (length === 127) return { start: 10, end: 10 + Number(bytes.readBigUInt64BE(2)) }
  return { start: 2, end: 2 + length }
}

/** Takes one frame, if all of it has come. Those that are no text say that the connection is about to end. */
const takeFrame = (bytes: Buffer, onText: (text: Buffer) => void): number => {
  const bounds = boundsIn(bytes)
  if (bounds === null || bytes.length < bounds.end) return 0
  if (bytes[0] === wholeText) onText(bytes.subarray(bounds.start, bounds.end))
  return bounds.end
}
