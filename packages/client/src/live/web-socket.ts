import { MsgError } from '@msg/core/errors'

/** As much of a WebSocket as is used: the browser's, Node's own, or that of `ws`. */
export interface WebSocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: SocketEvent) => void): void
}

/** As much of its events as is read. */
export interface SocketEvent {
  readonly data?: unknown
  readonly code?: number
  readonly reason?: string
}

/** What opens one. */
export type WebSocketConstructor = new (url: string) => WebSocketLike

/** What opens sockets here: what was given, else the platform's own, else `ws`. @throws feature_disabled */
export const webSocketOf = async (given: WebSocketConstructor | undefined): Promise<WebSocketConstructor> =>
  given ?? platform.WebSocket ?? (await installedWebSocket())

const platform: { readonly WebSocket?: WebSocketConstructor } = globalThis

/** Kept from bundlers: where the platform has no WebSocket there is a Node to resolve it. */
const optionalPeer: string = 'ws'

const installedWebSocket = async (): Promise<WebSocketConstructor> => {
  try {
    const module: unknown = await import(/* @vite-ignore */ /* webpackIgnore: true */ optionalPeer)
    if (typeof module === 'object' && module !== null && 'WebSocket' in module && isConstructor(module.WebSocket))
      return module.WebSocket
  } catch {
    // told below
  }
  throw new MsgError('feature_disabled', 'no WebSocket here: npm install ws, or give createClient a `WebSocket`')
}

const isConstructor = (value: unknown): value is WebSocketConstructor => typeof value === 'function'
