import { createMessaging } from '@msg/core'
import { expect, test } from 'vitest'
import { createBridge, createMemoryBridgeStore } from '../src/index.ts'
import type { BridgeStore } from '../src/index.ts'
import { ALICE, BOT, eventually, hasty, heardHere, heardThere, SANDBOX, useChat, useFake } from './world.ts'

const server = 'stackexchange'
const conversationId = '0192f000-0000-7000-8000-000000000001'
const links = [{ conversationId, roomId: SANDBOX }]

/** Nothing comes of it, as nothing does in a process that died. */
const never = new Promise<never>(() => {})

type Call = (...args: readonly unknown[]) => Promise<unknown>
const isCall = (value: unknown): value is Call => typeof value === 'function'

/** A store as a process sees it that dies at the `last` call: the call is done or not, and nothing ever answers again. */
const mortal = (store: BridgeStore, last: number, done: boolean) => {
  let calls = 0
  let died = (): void => undefined
  const death = new Promise<void>((resolve) => (died = () => resolve()))
  const seen = new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (!isCall(method)) return method
      return (...args: readonly unknown[]): Promise<unknown> => {
        calls += 1
        if (calls < last) return method(...args)
        died()
        return calls === last && done ? method(...args).then(() => never) : never
      }
    },
  })
  return { seen, death }
}

test('wherever a process dies between two steps, every message is once on each side, in order', async () => {
  const fake = await useFake()
  const clock = hasty(fake)
  const store = createMemoryBridgeStore(clock.now)
  await using messaging = createMessaging()
  const carol = messaging.as('carol')
  await carol.conversations.startGroup({ id: conversationId, userIds: [] })
  const live = async (own: BridgeStore) => {
    const chat = await useChat(fake)
    return { chat, running: createBridge({ server, links, store: own, clock }).start({ messaging, chat }) }
  }
  const first = await live(store)
  await first.running.ready
  await first.running.close()
  await first.chat.close({ queue: 'abort' })

  const lives = 45
  for (let life = 0; life < lives; life += 1) {
    await carol.messages.send({ conversationId, body: `here ${life}` })
    fake.say(ALICE, SANDBOX, `there ${life}`)
    const { seen, death } = mortal(store, 2 + 2 * life, life % 2 === 0)
    const { chat } = await live(seen)
    await death
    await chat.close({ queue: 'abort' })
    // Until somebody else may take over.
    fake.clock.advance(31_000)
  }
  const last = await live(store)
  const linesOf = (texts: readonly string[], word: string): readonly number[] =>
    texts.flatMap((text) => [...text.matchAll(new RegExp(`${word} (\\d+)`, 'g'))].map(([, n]) => Number(n)))
  const all = Array.from({ length: lives }, (_, life) => life)
  const there = (): readonly string[] => heardThere(fake).filter((line) => line.startsWith(`${BOT}:`))
  const here = async () => [
    ...(await heardHere({ messaging, carol, dave: carol, conversationId })),
    ...(await carol.messages.list({ conversationId, after: 100, order: 'asc', limit: 100 })).messages.map(
      ({ body }) => body ?? '',
    ),
  ]
  await eventually(() => expect(linesOf(there(), 'here')).toEqual(all))
  await eventually(async () => expect(linesOf(await here(), 'there')).toEqual(all))
  await last.running.close()
}, 120_000)
