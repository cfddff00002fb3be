import type { WSContext, WSEvents } from 'hono/ws'
import { openConnection } from './connection.ts'
import type { Connection, Gate, Wire } from './connection.ts'

/** A live connection over a WebSocket, as the listeners hono's `upgradeWebSocket` takes. */
export const webSocketEvents = (gate: Gate): WSEvents => {
  let connection: Connection | undefined
  /** Not every runtime tells of the opening: then it has happened when something arrives. */
  const on = (socket: WSContext): Connection => (connection ??= openConnection(wireOf(socket), gate))
  return {
    onOpen: (_, socket) => void on(socket),
    onMessage: ({ data }: { readonly data: unknown }, socket) => on(socket).receive(data),
    onClose: () => connection?.closed(),
    onError: () => connection?.closed(),
  }
}

const wireOf = (socket: WSContext): Wire => ({
  send: (text) => socket.send(text),
  close: (code, reason) => socket.close(code, reason),
  waiting: () => bufferedAmount(socket.raw),
})

/** What the runtime's own socket says waits to be sent; 0 where it does not say. */
const bufferedAmount = (raw: unknown): number =>
  typeof raw === 'object' && raw !== null && 'bufferedAmount' in raw && typeof raw.bufferedAmount === 'number'
    ? raw.bufferedAmount
    : 0
