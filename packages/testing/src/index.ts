// Conformance: what an implementation of a port must do
export type { ConformanceCase } from './conformance-case.ts'
export { liveConformance, sessionCases, sessionConformance } from './session-conformance/index.ts'
export { engineOn } from './session-conformance/host.ts'
export type { OpenSessionHost, SessionContext, SessionHost, SessionHostOptions } from './session-conformance/host.ts'
export { directoryCases, directoryConformance } from './directory-conformance/index.ts'
export type { DirectoryContext } from './directory-conformance/index.ts'
export { notifierCases, notifierConformance } from './notifier-conformance/index.ts'
export type { NotifierContext, NotifierRig } from './notifier-conformance/rig.ts'
export { fakeOutside } from './notifier-conformance/fake-outside.ts'
export type { FakeOutside } from './notifier-conformance/fake-outside.ts'
export { storeCases, storeConformance } from './store-conformance/index.ts'
export type { StoreContext } from './store-conformance/context.ts'

// Histories: random ones against an oracle, and what clients saw, judged
export { historyConformance } from './history/history-conformance.ts'
export type { HistoryOptions } from './history/history-conformance.ts'
export { checkHistory } from './history/check-history.ts'
export type { History, ReaderRecord, ReceiptRecord, SendRecord, StreamWindow, Violation } from './history/history.ts'

// Faults: a store that fails or is late as a seed decides, and a careful user of it
export { faultyStore } from './faults/faulty-store.ts'
export { seededFaults } from './faults/fault-plan.ts'
export type { Fault, FaultOptions, FaultPlan, StoreMethod } from './faults/fault-plan.ts'
export { randomFrom } from './faults/random.ts'
export { retryingSession, untilKnown } from './faults/retrying-session.ts'

// Help for tests
export { eventually } from './eventually.ts'
export { expectRefusal } from './expect-refusal.ts'
export { newId, unusedId, upTo } from './factories.ts'
export { fakeClock, fakeDirectory } from './fakes.ts'
export type { FakeClock } from './fakes.ts'
export { fakeAttachments } from './fake-attachments.ts'
export type { FakeAttachments } from './fake-attachments.ts'
export { fakeTargets, project } from './fake-targets.ts'
export type { FakeTargets } from './fake-targets.ts'
