// The least a socket server can do, as the limit of what ours can: `ws`, one text, a loop.
import { WebSocketServer } from 'ws'

const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
sockets.on('listening', () => {
  const address = sockets.address()
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
})
process.on('message', (message) => {
  if (message === 'usage' || message === 'memory') {
    if (message === 'memory') globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system, rss: process.memoryUsage().rss })
  } else if (typeof message === 'object' && message !== null && 'text' in message)
    for (const socket of sockets.clients) socket.send(String(message.text))
})
process.on('disconnect', () => process.exit())
