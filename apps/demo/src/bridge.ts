import { createBridge, createMemoryBridgeStore } from '@msg/bridge'
import type { RunningBridge } from '@msg/bridge'
import { roomId } from '@msg/core'
import type { Directory, Logger, Messaging } from '@msg/core'
import { startFake, systemClock } from '@msg/fake-stackexchange'
import type { FakeStackExchange } from '@msg/fake-stackexchange'
import { connect, cookies } from '@msg/stackexchange'

/** A bridge to a chat that only looks like Stack Exchange, on this machine. */
export interface DemoBridge {
  directory(people: Directory): Directory
  /** The origin of the pictures of the people there. */
  readonly pictures: string
  /** Begins to relay; answers the page on which to type as somebody there. */
  start(messaging: Messaging): Promise<string>
  close(): Promise<void>
}

const relay = 7
const target = { type: 'article', id: 'lighthouse' }

/** Opens the other chat, and a bridge from its room to the discussion of the article. Both forget everything at the end. */
export const openDemoBridge = async (logger: Logger): Promise<DemoBridge> => {
  const fake = await startFake({ clock: systemClock })
  settle(fake)
  const links = [{ conversationId: roomId(target), roomId: 1 }]
  const bridge = createBridge({ server: 'stackexchange', links, store: createMemoryBridgeStore(), logger })
  const opened: (() => Promise<unknown>)[] = [() => fake.close()]
  return {
    directory: bridge.directory,
    pictures: fake.server.chatOrigin,
    async start(messaging) {
      await messaging.as('carol').conversations.openRoom({ target })
      const chat = await connect({ server: fake.server, auth: cookies(fake.cookiesOf(relay)), logger })
      opened.push(() => chat.close({ queue: 'abort' }))
      const running: RunningBridge = bridge.start({ messaging, chat })
      opened.push(() => running.close())
      await running.ready
      return `${fake.server.chatOrigin}/__fake/`
    },
    async close() {
      for (const end of opened.toReversed()) await end()
    },
  }
}

const settle = (fake: FakeStackExchange): void => {
  fake.user({ id: relay, name: 'Journal Relay' })
  for (const [id, name] of [
    [8, 'Ada'],
    [9, 'Linus'],
  ] as const)
    fake.user({ id, name, emailHash: `!${fake.server.chatOrigin}/__fake/pictures/${id}` })
  fake.room({ id: 1, name: 'The Lighthouse', description: 'Joined with the discussion of an article elsewhere' })
}
