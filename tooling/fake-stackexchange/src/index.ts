// The server
export { startFake, type FakeOptions, type FakeStackExchange } from './server.ts'
export type { FakeControl } from './control.ts'
export type { FakeSettings, StaleKeyFlavour } from './http/context.ts'

// Time
export { createManualClock, systemClock, type FakeClock, type ManualClock, type PendingTimer } from './clock.ts'

// Things that go wrong
export type { Fault, FaultEffect } from './http/faults.ts'
export type { SocketFaults } from './live/hub.ts'
export type { LoggedRequest } from './http/request-log.ts'
export type { ThrottleCurve } from './world/throttle.ts'

// The world
export { renderMarkdown } from './world/render.ts'
export type { FakeMessage, FakeRoom, FakeUser, Markup, RoomKind } from './world/state.ts'
