import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Clock } from '../src/index.ts'
import { systemClock } from '../src/clock.ts'
import { silentLogger } from '../src/logger.ts'
import { createSender } from '../src/sender/sender.ts'
import { createManualClock, type ManualClock } from '@msg/fake-stackexchange'
import { BOT, codeOf, requestsTo, SANDBOX, useChat, useFake } from './harness.ts'

const HOUR = 3_600_000
const POSTS = /\/messages\/new$/

/** A machine whose clock can be set, and which can sleep. */
const machineOf = (clock: ManualClock) => {
  let setBy = 0
  let slept = 0
  const machine: Clock = {
    now: () => clock.now() + setBy,
    elapsed: () => clock.elapsed() - slept,
    timer: (...timer) => clock.timer(...timer),
  }
  return {
    machine,
    set: (ms: number) => void (setBy += ms),
    sleep(ms: number) {
      clock.advance(ms)
      slept += ms
    },
  }
}

/** A client whose machine is met by something while its post is on its way. */
const useMachine = async (meets: (world: ReturnType<typeof machineOf>) => void) => {
  const fake = await useFake()
  const world = machineOf(fake.clock)
  const chat = await useChat(fake, {
    clock: world.machine,
    // The answer to what was posted does not come in time.
    timeout: 2 * HOUR,
    async fetch(url, init) {
      try {
        return await fetch(url, init)
      } finally {
        if (POSTS.test(url)) meets(world)
      }
    },
  })
  const texts = () => [...fake.world.messages.values()].map(({ revisions }) => revisions.at(-1)?.source)
  return { fake, room: chat.room(SANDBOX), texts }
}

describe('a post whose answer is lost', () => {
  test.each([-HOUR, HOUR])('is found once although the clock was set by %d ms meanwhile', async (ms) => {
    const { fake, room, texts } = await useMachine(({ set }) => set(ms))
    fake.fault({ path: POSTS, effect: { kind: 'reset-after' } })
    await fake.clock.run(room.send('once'), 'retry')
    expect(texts()).toEqual(['once'])
  })

  test.each([-HOUR, HOUR])('is repeated when it did not land, although the clock was set by %d ms', async (ms) => {
    const { fake, room, texts } = await useMachine(({ set }) => set(ms))
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    await fake.clock.run(room.send('once'), 'retry')
    expect(texts()).toEqual(['once'])
  })

  test('is not mistaken for an equal one of an earlier run because the clock was set forward', async () => {
    const { fake, room, texts } = await useMachine(({ set }) => set(HOUR))
    fake.say(BOT, SANDBOX, 'I am back')
    fake.clock.advance(HOUR / 2)
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    expect(await fake.clock.run(codeOf(room.send('I am back')), 'retry')).toBe('unknown-outcome')
    expect(texts()).toEqual(['I am back'])
  })

  test('is not posted again by a machine that slept meanwhile', async () => {
    const { fake, room, texts } = await useMachine(({ sleep }) => sleep(HOUR))
    fake.fault({ path: POSTS, effect: { kind: 'reset-after' } })
    expect(await fake.clock.run(codeOf(room.send('good night')), 'retry')).toBe('unknown-outcome')
    expect(texts()).toEqual(['good night'])
    expect(requestsTo(fake, POSTS)).toHaveLength(1)
  })
})

test('nobody is throttled out because the clock was set forward', async () => {
  const clock = createManualClock()
  const { machine, set } = machineOf(clock)
  const sender = createSender({ clock: machine, random: () => 0, logger: silentLogger }, { maxAge: 60_000 })
  let tries = 0
  const sending = sender.run({
    kind: 'send',
    roomId: 1,
    async attempt() {
      tries += 1
      if (tries > 1) return { done: 'sent' }
      set(HOUR)
      return { waitSeconds: 5 }
    },
  })
  expect(await clock.run(sending, 'throttle')).toBe('sent')
})

test('who is told to wait for longer than a timer can wait does not post again at once', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => timers.mockRestore())
  const sender = createSender({ clock: systemClock, random: () => 0, logger: silentLogger }, { maxAge: Infinity })
  const leaving = new AbortController()
  const sending = sender.run({
    kind: 'send',
    roomId: 1,
    signal: leaving.signal,
    attempt: async () => ({ waitSeconds: 30 * 24 * 3_600 }),
  })
  await expect.poll(() => timers.mock.calls.map(([, ms]) => ms)).toContain(2 ** 31 - 1)
  leaving.abort(new Error('enough'))
  await expect(sending).rejects.toThrow('enough')
})
