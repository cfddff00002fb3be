// Joining two chats
export { createBridge } from './bridge.ts'
export type { Bridge, BridgeOptions, BridgeSides, LinkStatus, RunningBridge } from './bridge.ts'
export type { LinkInput } from './link.ts'
export type { LinkState } from './run-link.ts'
export type { BridgedMessaging, Logger } from './parts.ts'
export { linkable, UnlinkableError } from './linkable.ts'

// People of the other chat
export { isRemoteUser, keepRemotePeople, tellingPeople, withRemotePeople } from './remote-people.ts'

// What a bridge remembers
export { createMemoryBridgeStore } from './memory-store.ts'
export { openBridgeStore } from './sql/open-bridge-store.ts'
export type { BridgeStoreOptions } from './sql/open-bridge-store.ts'
export type { Database } from './sql/database.ts'
export type {
  BridgeStore,
  LocalCursor,
  Pair,
  PairState,
  QueuedMessage,
  RemoteCursor,
  RemotePerson,
} from './bridge-store.ts'
