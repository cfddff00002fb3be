import { createServiceClient } from '@msg/client/service'
import { createMessaging } from '@msg/core'
import type { Directory, Messaging } from '@msg/core'
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
}

let isOverHttp = false

/** From here on the bridges of this file's tests reach their engines over HTTP. */
export const reachOverHttp = (): void => {
  isOverHttp = true
}

/** An engine of the test's own, closed with the test. */
export const openEngine = (people: Directory, memory: BridgeStore): Promise<Engine> =>
  isOverHttp ? openOverHttp(people, memory) : openInProcess(people, memory)

const openInProcess = async (people: Directory, memory: BridgeStore): Promise<Engine> => {
  const messaging = createMessaging({ directory: withRemotePeople(people, memory) })
  onTestFinished(() => messaging.close())
  return { messaging, reached: messaging, memory }
}

/** The host has a memory of its own for the people of the rooms. */
const openOverHttp = async (people: Directory, memory: BridgeStore): Promise<Engine> => {
  const kept = createMemoryBridgeStore()
  const messaging = createMessaging({ directory: withRemotePeople(people, kept) })
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
  return { messaging, reached: service, memory: tellingPeople(memory, (told) => service.show(told)) }
}
