// Connecting
export { connect, type Chat, type CloseOptions, type ConnectOptions } from './chat.ts'
export { anonymous, cookies, password, type Auth } from './session/auth.ts'
export {
  isSavedSession,
  memorySessions,
  type BrowserCookie,
  type SavedSession,
  type SessionStore,
} from './session/saved-session.ts'
export type { ChatServer, ServerName } from './server.ts'

// Rooms, messages, users
export type {
  CallOptions,
  EventOptions,
  HistoryOptions,
  InfoOptions,
  Message,
  MessageInfo,
  Room,
  RoomInfo,
  SendOptions,
  User,
  UserInfo,
} from './model.ts'

// Events
export type { ChatEvent, ChatEventOf, EventObjects } from './model.ts'
export type { EventType } from './protocol/event.ts'
export type { LinkState } from './watch/link.ts'

// The sender
export type { JobKind } from './sender/fair-queue.ts'
export type { PendingJob, SenderOptions, SenderState } from './sender/sender.ts'

// Errors
export {
  isStackExchangeError,
  STACK_EXCHANGE_ERRORS,
  StackExchangeError,
  type StackExchangeErrorCode,
  type StackExchangeErrorDetail,
} from './errors.ts'

// Ports
export { systemClock, type Clock } from './clock.ts'
export { silentLogger, type Logger } from './logger.ts'
export type { Fetch } from './http/http.ts'
export { openWebSocket, type OpenSocket, type SocketHandlers } from './watch/socket.ts'
