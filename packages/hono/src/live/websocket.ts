import type { WSContext, WSEvents } from 'hono/ws'
import { openDialogue } from './dialogue.ts'
import type { Dialogue, Gate } from './dialogue.ts'
import type { Wire } from './life.ts'

/** A live connection over a WebSocket, as the listeners hono's `upgradeWebSocket` takes. */
export const webSocketEvents = (gate: Gate): WSEvents => {
  let dialogue: Dialogue | undefined
  /** Not every runtime tells of the opening: then it has happened when something arrives. */
  const on = (socket: WSContext): Dialogue => (dialogue ??= openDialogue(wireOf(socket), gate))
  return {
    onOpen: (_, socket) => void on(socket),
    onMessage: ({ data }: { readonly data: unknown }, socket) => on(socket).receive(data),
    onClose: () => dialogue?.closed(),
    onError: () => dialogue?.closed(),
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
