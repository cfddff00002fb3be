// The client
export { createClient } from './client.ts'
export type { Client, ClientOptions } from './client.ts'
export type { ClientHeaders } from './http.ts'
export type { Transport } from './live/transport.ts'
export type { SocketEvent, WebSocketConstructor, WebSocketLike } from './live/web-socket.ts'

// What it throws
export { isMsgError, MsgError } from '@msg/core/errors'
export type { ClientErrorCode, ErrorCode } from '@msg/core/errors'
