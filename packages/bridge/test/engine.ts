import { createServiceClient } from '@msg/client/service'
import { createMessaging, systemClock } from '@msg/core'
import type { Clock, Directory, Messaging } from '@msg/core'
import { mountMessaging, serviceSecrets } from '@msg/hono'
import { onTestFinished } from 'vitest'
import {
  createMemoryBridgeStore,
  isRemoteUser,
  keepRemotePeople,
  tellingPeople,
  withRemotePeople,
} from '../src/index.ts'
import type { BridgedMessaging, BridgeStore } from '../src/index.ts'

/** An engine, and how the bridge reaches it. */
export interface Engine {
  readonly messaging: Messaging
  readonly reached: BridgedMessaging
  /** What the bridge remembers. */
  readonly memory: BridgeStore
  /** Another bridge's memory: the host is told what that one remembers of people. */
  remembering(memory: BridgeStore): BridgeStore
}

/** What an engine is opened with. */
export interface EngineInput {
  readonly people: Directory
  readonly memory: BridgeStore
  readonly clock?: Clock
}

let isOverHttp = false

/** From here on the bridges of this file's tests reach their engines over HTTP. */
export const reachOverHttp = (): void => {
  isOverHttp = true
}

/** An engine of the test's own, closed with the test. */
export const openEngine = (input: EngineInput): Promise<Engine> =>
  isOverHttp ? openOverHttp(input) : openInProcess(input)

const openInProcess = async ({ people, memory, clock = systemClock() }: EngineInput): Promise<Engine> => {
  const messaging = createMessaging({ directory: withRemotePeople(people, memory), clock })
  onTestFinished(() => messaging.close())
  return { messaging, reached: messaging, memory, remembering: (other) => other }
}

/** The host has a memory of its own for the people of the rooms. */
const openOverHttp = async ({ people, memory, clock = systemClock() }: EngineInput): Promise<Engine> => {
  const kept = createMemoryBridgeStore()
  const messaging = createMessaging({ directory: withRemotePeople(people, kept), clock })
  const secret = crypto.randomUUID()
  const authenticate = serviceSecrets([{ service: 'bridge-stackexchange', secret, actsAs: isRemoteUser }])
  const app = mountMessaging(messaging, { authenticate, keepPeople: keepRemotePeople(kept) })
  const service = await createServiceClient({
    url: 'http://localhost/',
    headers: { authorization: `Bearer ${secret}` },
    fetch: async (url, init) => app.request(url, init),
  })
  onTestFinished(async () => {
    service.close()
    await messaging.close()
  })
  const remembering = (other: BridgeStore): BridgeStore => tellingPeople(other, (told) => service.show(told))
  return { messaging, reached: service, memory: remembering(memory), remembering }
}
