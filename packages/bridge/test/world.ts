import { systemClock as hostSystemClock } from '@msg/core'
import type { Clock as HostClock, Messaging, Session } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { createManualClock, startFake } from '@msg/fake-stackexchange'
import type { FakeStackExchange, ManualClock } from '@msg/fake-stackexchange'
import { connect, cookies, systemClock } from '@msg/stackexchange'
import type { Chat, Clock } from '@msg/stackexchange'
import { onTestFinished } from 'vitest'
import { createBridge, createMemoryBridgeStore } from '../src/index.ts'
import type {
  BridgedMessaging,
  BridgeOptions,
  BridgeSides,
  BridgeStore,
  LinkInput,
  RunningBridge,
} from '../src/index.ts'
import { openEngine } from './engine.ts'

/** Who there is on the other side. */
export const BOT = 7
export const ALICE = 8
export const BOB = 9
export const OTHER_BOT = 10
export const SANDBOX = 1
export const LOBBY = 2

/** The other side. */
export interface Fake extends FakeStackExchange {
  readonly clock: ManualClock
}

/** A fake chat with two rooms; closed when the test is over. */
export const useFake = async (): Promise<Fake> => {
  const clock = createManualClock()
  const fake = await startFake({ clock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot' })
  fake.user({ id: OTHER_BOT, name: 'Other Relay' })
  fake.user({ id: ALICE, name: 'Alice' })
  fake.user({ id: BOB, name: 'Bob' })
  fake.room({ id: SANDBOX, name: 'Sandbox' })
  fake.room({ id: LOBBY, name: 'Lobby' })
  return { ...fake, clock }
}

/** This side, as the host's process holds it. */
export interface Host {
  readonly messaging: Messaging
  readonly carol: Session
  readonly dave: Session
  readonly conversationId: string
}

/** What a bridge in a test is made of. */
export interface Setting {
  readonly fake: Fake
  readonly store?: BridgeStore
  readonly links?: (conversationId: string) => readonly LinkInput[]
  readonly options?: Partial<BridgeOptions>
  readonly account?: number
  /** What the first bridge's calls go through. Default: nothing. */
  readonly through?: (messaging: BridgedMessaging) => BridgedMessaging
  /** By which clock claims run out at the host. Default: the machine's. */
  readonly claims?: 'by the fake'
  /** How many milliseconds the clock of the host is behind that of the fake. Default: it is the machine's. */
  readonly behind?: number
}

/** Waits are as short as may be; what time it is, the fake says. */
export const hasty = (fake: Fake): Clock => ({
  now: () => fake.clock.now(),
  elapsed: () => fake.clock.elapsed(),
  timer: (name, ms, fire) => systemClock.timer(name, Math.min(ms, 20), fire),
})

/** A host whose claims run out as the fake's clock is moved. */
export const hostClock = (fake: Fake, behind = 0): HostClock => ({
  ...hostSystemClock(),
  now: () => fake.clock.now() - behind,
})

/** Connects the account of the bridge. */
export const useChat = async (fake: Fake, account = BOT): Promise<Chat> => {
  const chat = await connect({
    server: fake.server,
    auth: cookies(fake.cookiesOf(account)),
    clock: fake.clock,
    random: () => 0,
    sender: { spacing: 0, maxAge: Infinity, maxAttempts: Infinity },
  })
  onTestFinished(() => chat.close({ queue: 'abort' }))
  return chat
}

/** A conversation joined with the sandbox. */
export interface Joined extends Host {
  readonly bridge: RunningBridge
  readonly chat: Chat
  readonly store: BridgeStore
  /** Runs the same bridge once more, as another process would. */
  again(sides: Partial<BridgeSides>): RunningBridge
  /** Runs a bridge of the same link that has a memory of its own. */
  beside(sides: Partial<BridgeSides> & { readonly own: BridgeStore }): RunningBridge
}

/** A group of carol and dave, and a bridge from it to the sandbox (or to what `links` says); all closed when the test is over. */
export const joinChats = async ({
  fake,
  store,
  links,
  options,
  account,
  claims,
  behind,
  through = (messaging) => messaging,
}: Setting): Promise<Joined> => {
  const clock = hasty(fake)
  const kept = store ?? createMemoryBridgeStore()
  const conversationId = '0192f000-0000-7000-8000-000000000001'
  const people = ['carol', 'dave'].map((id) => ({ id, displayName: id, isActive: true }))
  const { messaging, reached, memory, remembering } = await openEngine({
    people: memoryDirectory(people),
    memory: kept,
    clock: claims === 'by the fake' || behind !== undefined ? hostClock(fake, behind) : hostSystemClock(),
  })
  const made = {
    server: 'stackexchange',
    links: links?.(conversationId) ?? [{ conversationId, roomId: SANDBOX }],
    clock,
    ...options,
  }
  const bridge = createBridge({ ...made, store: memory })
  const [carol, dave] = [messaging.as('carol'), messaging.as('dave')]
  await carol.conversations.startGroup({ id: conversationId, userIds: ['dave'] })
  const chat = await useChat(fake, account)
  const running = bridge.start({ messaging: through(reached), chat })
  onTestFinished(() => running.close())
  await running.ready
  return {
    messaging,
    carol,
    dave,
    conversationId,
    bridge: running,
    chat,
    store: kept,
    again: (sides) => bridge.start({ messaging: reached, chat, ...sides }),
    beside: ({ own, ...sides }) =>
      createBridge({ ...made, store: remembering(own) }).start({ messaging: reached, chat, ...sides }),
  }
}

export { eventually } from '@msg/testing'

/** What the conversation says, oldest first: who and what. */
export const heardHere = async ({ carol, conversationId }: Host): Promise<readonly string[]> => {
  const { messages } = await carol.messages.list({ conversationId, order: 'asc', limit: 100 })
  return messages.map(({ authorId, body }) => `${authorId}: ${body ?? '(taken back)'}`)
}

/** What the room says, oldest first. */
export const heardThere = (fake: Fake, roomId = SANDBOX): readonly string[] =>
  [...fake.world.messages.values()]
    .filter((message) => message.roomId === roomId)
    .map(({ userId, revisions, deleted }) => `${userId}: ${deleted ? '(deleted)' : (revisions.at(-1)?.source ?? '')}`)
