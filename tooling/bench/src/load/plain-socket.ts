import { WebSocket } from 'ws'

/** Opens a socket on a bare server. */
export const openPlain = (port: number, onMessage: () => void = () => {}): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    socket.on('open', () => resolve(socket))
    socket.on('message', onMessage)
    socket.on('error', reject)
  })
