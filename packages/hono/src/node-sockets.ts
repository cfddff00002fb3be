import { closeCodes, closeReason, socketLimits } from '@msg/contract'
import type { WebSocketServerLike } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'

/** Closes a socket with a hint when to come back. */
export const sendAway = (socket: WebSocket): void => socket.close(closeCodes.restarting, closeReason(1))

/** A WebSocket server with the limits of the contract, for connections that come in by a server of somebody else. */
export const socketServer = (): WebSocketServer => {
  const options = {
    noServer: true,
    maxPayload: socketLimits.frame,
    maxFragments: 64,
    maxBufferedChunks: 4_096,
    perMessageDeflate: false,
    closeTimeout: 5_000,
  }
  return new WebSocketServer(options)
}

/** The declared types of ws and of the adaptor differ in optional parameters; at run time they are made for each other. */
export const forAdaptor = (sockets: unknown): WebSocketServerLike => {
  if (!isForAdaptor(sockets)) throw new Error('not a WebSocketServer of ws')
  return sockets
}

const isForAdaptor = (sockets: unknown): sockets is WebSocketServerLike => sockets instanceof WebSocketServer
