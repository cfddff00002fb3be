import type { Session, Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { expect } from 'vitest'
import { caseNamed, fails } from '../planted-faults.ts'
import type { PlantedFault } from '../planted-faults.ts'
import { engineOn } from './host.ts'
import type { OpenSessionHost } from './host.ts'
import { sessionCases } from './index.ts'

/** What is broken of a host: its sessions, or the store beneath them. */
interface Broken {
  readonly session?: (sound: Session) => Session
  readonly store?: (sound: Store) => Store
}

const hostWith =
  ({ session = (sound) => sound, store = (sound) => sound }: Broken): OpenSessionHost =>
  async (options) => {
    const messaging = engineOn(store(createMemoryStore()), options)
    return { session: async (userId) => session(messaging.as(userId)), close: () => messaging.close() }
  }

const expectCaught = async (noticedBy: string, broken: Broken): Promise<void> => {
  const noticing = caseNamed(sessionCases, noticedBy)
  await noticing.run({ open: hostWith({}) })
  expect(await fails(noticing, { open: hostWith(broken) })).toBe(true)
}

/** The case passes on a sound implementation, and fails with the fault in its sessions. */
export const expectNoticed = ({ noticedBy, plant }: PlantedFault<Session>): Promise<void> =>
  expectCaught(noticedBy, { session: plant })

/** The same with the fault in the store. */
export const expectNoticedBeneath = ({ noticedBy, plant }: PlantedFault<Store>): Promise<void> =>
  expectCaught(noticedBy, { store: plant })
