import { WebSocket } from 'ws'

/** What a socket tells. `close` comes once, also when it never opened. */
export interface SocketHandlers {
  open(): void
  message(text: string): void
  close(): void
}

/** Opens a socket with the Origin header the server insists on; what it returns cuts the line without a further word. */
export type OpenSocket = (
  url: string,
  headers: { readonly origin: string; readonly userAgent: string },
  handlers: SocketHandlers,
) => () => void

/** Sockets by the `ws` package, because Node 20 has none of its own and browsers' cannot set the origin. */
export const openWebSocket: OpenSocket = (url, { origin, userAgent }, handlers) => {
  const socket = new WebSocket(url, { origin, headers: { 'user-agent': userAgent } })
  let over = false
  const finish = () => {
    if (over) return
    over = true
    handlers.close()
  }
  socket.on('open', () => handlers.open())
  socket.on('message', (data, isBinary) => {
    if (!over) handlers.message(isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8'))
  })
  socket.on('error', finish)
  socket.on('close', finish)
  return () => {
    over = true
    socket.terminate()
  }
}
