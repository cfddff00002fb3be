/** The upgrade to a WebSocket on Node. */
import { upgradeWebSocket as adaptorUpgrade } from '@hono/node-server'
import { defineWebSocketHelper, WSContext } from 'hono/ws'
import type { WSEvents } from 'hono/ws'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'

/**
 * hono's upgrade on Node. What the adaptor listens with keeps the whole request, its headers and its context, for as long as
 * the socket is open: a third of what an idle socket takes. So once a socket is open, it is listened to without the adaptor.
 */
export const upgradeWebSocket = defineWebSocketHelper((context, events, options: unknown) =>
  adaptorUpgrade(context, handedOver(events), isFailing(options) ? options : undefined),
)

interface Failing {
  readonly onError: (error: unknown) => void
}

const isFailing = (options: unknown): options is Failing =>
  typeof options === 'object' && options !== null && 'onError' in options && typeof options.onError === 'function'

const kinds = ['message', 'close', 'error'] as const

/** What the adaptor calls while a socket opens, and nothing of it afterwards. */
const handedOver = (events: WSEvents): WSEvents => {
  let told: WSContext | undefined
  return {
    onOpen(event, { raw: socket, url }) {
      if (!(socket instanceof WebSocket)) throw new Error('not a WebSocket of ws')
      const context = contextOf(socket, url)
      const before = new Set(kinds.flatMap((kind) => socket.listeners(kind)))
      told = context
      // The adaptor adds its listeners in this turn, after it has told of the opening.
      queueMicrotask(() => {
        for (const kind of kinds)
          for (const listener of socket.listeners(kind))
            if (!before.has(listener) && isListener(listener)) socket.off(kind, listener)
        listen(socket, events, context)
        // Should an adaptor's listener have stayed, it tells nothing twice.
        told = undefined
      })
      events.onOpen?.(event, context)
    },
    onMessage(event) {
      if (told !== undefined) events.onMessage?.(event, told)
    },
  }
}

const isListener = (value: unknown): value is (...told: unknown[]) => void => typeof value === 'function'

const contextOf = (socket: WebSocket, url: URL | null): WSContext =>
  new WSContext({
    raw: socket,
    url: url === null ? null : url.href,
    protocol: socket.protocol,
    get readyState() {
      return socket.readyState
    },
    send: (data, { compress }) =>
      typeof data === 'string'
        ? socket.send(encoded(data), { binary: false, compress })
        : socket.send(data, { compress }),
    close: (code, reason) => socket.close(code, reason),
  })

let latest = { text: '', bytes: Buffer.alloc(0) }

/** A text as its bytes: made once where it goes to many sockets one after the other, as frames do. */
const encoded = (text: string): Buffer => {
  if (text !== latest.text) latest = { text, bytes: Buffer.from(text) }
  return latest.bytes
}

const listen = (socket: WebSocket, events: WSEvents, context: WSContext): void => {
  socket.on('message', (data, isBinary) => {
    events.onMessage?.(new MessageEvent('message', { data: isBinary ? bytesOf(data) : textOf(data) }), context)
  })
  socket.on('close', (code, reason) => {
    const closed = { code, reason: reason.toString(), wasClean: code !== 1006 }
    events.onClose?.(Object.assign(new Event('close'), closed), context)
  })
  socket.on('error', (error) => events.onError?.(Object.assign(new Event('error'), { error }), context))
}

const bufferOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)

const textOf = (data: RawData): string => bufferOf(data).toString()

const bytesOf = (data: RawData): ArrayBuffer => new Uint8Array(bufferOf(data)).buffer
