import { createMessaging } from '@msg/core'
import type { Messaging } from '@msg/core'
import { expect, test } from 'vitest'
import { createBridge, createMemoryBridgeStore } from '../src/index.ts'
import { ALICE, BOT, eventually, hasty, heardHere, heardThere, hostClock, SANDBOX, useChat, useFake } from './world.ts'

const server = 'stackexchange'
const conversationId = '0192f000-0000-7000-8000-000000000001'
const links = [{ conversationId, roomId: SANDBOX }]

/** Nothing comes of it, as nothing does in a process that died. */
const never = new Promise<never>(() => {})

type Call = (...args: readonly unknown[]) => Promise<unknown>
const isCall = (value: unknown): value is Call => typeof value === 'function'

/**
 * What a process sees that dies at the `last` call: the call is done or not, and nothing ever answers again. Renewals of the claim
 * are no steps, as they come when they come.
 */
const createMortality = (last: number, done: boolean) => {
  let calls = 0
  let died = (): void => undefined
  const death = new Promise<void>((resolve) => (died = () => resolve()))
  const mortal = <T extends object>(whole: T): T =>
    new Proxy(whole, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (!isCall(method)) return method
        return (...args: readonly unknown[]): Promise<unknown> => {
          if (!isRenewal(args[0])) calls += 1
          if (calls < last) return method(...args)
          const isLast = calls === last && !isRenewal(args[0])
          died()
          calls += 1
          return isLast && done ? method(...args).then(() => never) : never
        }
      },
    })
  return { mortal, death }
}

const isRenewal = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'fence' in input && !('memo' in input)

test('wherever a process dies between two steps, every message is once on each side, in order', async () => {
  const fake = await useFake()
  const clock = hasty(fake)
  const store = createMemoryBridgeStore()
  await using messaging = createMessaging({ clock: hostClock(fake) })
  const carol = messaging.as('carol')
  await carol.conversations.startGroup({ id: conversationId, userIds: [] })
  const live = async (mortal: <T extends object>(whole: T) => T = (whole) => whole) => {
    const chat = await useChat(fake)
    const claims: Messaging['claims'] = (name, scope) => mortal(messaging.claims(name, scope))
    const bridge = createBridge({ server, links, store: mortal(store), clock })
    return { chat, running: bridge.start({ messaging: { ...messaging, claims }, chat }) }
  }
  const first = await live()
  await first.running.ready
  await first.running.close()
  await first.chat.close({ queue: 'abort' })

  const lives = 45
  for (let life = 0; life < lives; life += 1) {
    await carol.messages.send({ conversationId, body: `here ${life}` })
    fake.say(ALICE, SANDBOX, `there ${life}`)
    const { mortal, death } = createMortality(2 + 2 * life, life % 2 === 0)
    const { chat } = await live(mortal)
    await death
    await chat.close({ queue: 'abort' })
    // Until somebody else may take over.
    fake.clock.advance(31_000)
  }
  const last = await live()
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
