import { fakeClock } from '@msg/testing'
import type { Signal } from '@msg/core'
import { describe, expect, test } from 'vitest'
import { signalsIn } from './signal-outbox.ts'
import { openWakeUpBus } from './wake-up-bus.ts'
import type { WakeUpEvents } from './wake-up-bus.ts'

/** Lines that count what goes over them, and break when they are told to. */
const fakeLines = () => {
  const clock = fakeClock()
  const lines: WakeUpEvents[] = []
  const troubles: unknown[] = []
  const said: string[] = []
  let [told, closed, broken] = [0, 0, false]
  let answered = Promise.resolve()
  let breakOff = (_: Error): void => {}
  const opened = openWakeUpBus({
    clock,
    onTrouble: (error) => troubles.push(error),
    open: async (events) => {
      if (broken) throw new Error('no line')
      lines.push(events)
      return {
        notify(payload) {
          told += 1
          said.push(payload)
          return answered
        },
        async close() {
          closed += 1
          breakOff(new Error('Connection terminated'))
        },
      }
    },
  })
  return {
    opened,
    clock,
    troubles,
    told: () => told,
    said,
    /** Lets what is told wait for an answer; returns what gives it. */
    hold(): () => void {
      let answer = (): void => {}
      answered = new Promise((resolve) => (answer = resolve))
      return answer
    },
    /** Lets closing the line break off what is told. */
    breakOff(): void {
      answered = new Promise((_, reject) => (breakOff = reject))
    },
    closed: () => closed,
    lines: () => lines.length,
    breakDown: () => void (broken = true),
    mend: () => void (broken = false),
    hear: (payload = '') => lines.at(-1)?.onWake(payload),
    lose: () => lines.at(-1)?.onLost(new Error('lost')),
  }
}

/** Lets what was answered be heard. */
const answers = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve()
}

describe('a wake-up bus', () => {
  test('that closes while it tells the others has no trouble', async () => {
    const line = fakeLines()
    const bus = await line.opened
    line.breakOff()
    bus.wake()
    await bus.close()
    await answers()
    expect([line.told(), line.closed(), line.troubles]).toEqual([1, 1, []])
  })

  test('tells the others at once, and then at most once in ten milliseconds', async () => {
    const line = fakeLines()
    const bus = await line.opened
    for (let calls = 0; calls < 100; calls += 1) bus.wake()
    expect(line.told()).toBe(1)
    await answers()
    line.clock.advance(9)
    expect(line.told()).toBe(1)
    line.clock.advance(1)
    expect(line.told()).toBe(2)
    await answers()
    line.clock.advance(1_000)
    expect(line.told()).toBe(2)
    bus.wake()
    expect(line.told()).toBe(3)
  })

  test('tells nothing more before it is answered', async () => {
    const line = fakeLines()
    const bus = await line.opened
    const answer = line.hold()
    for (let calls = 0; calls < 3; calls += 1) {
      bus.wake()
      line.clock.advance(1_000)
    }
    expect(line.told()).toBe(1)
    answer()
    await answers()
    expect(line.told()).toBe(2)
  })

  test('calls its listeners until they unsubscribe', async () => {
    const line = fakeLines()
    const bus = await line.opened
    let heard = 0
    const deaf = bus.onWake(() => void (heard += 1))
    line.hear()
    deaf()
    line.hear()
    expect(heard).toBe(1)
  })

  test('that was away wakes once, here and there, and not for what it said to itself', async () => {
    const line = fakeLines()
    const bus = await line.opened
    let heard = 0
    bus.onWake(() => void (heard += 1))
    line.lose()
    line.lose()
    for (let calls = 0; calls < 5; calls += 1) bus.wake()
    expect([line.lines(), heard, line.told()]).toEqual([1, 0, 0])
    line.clock.advance(100)
    await expect.poll(() => line.lines()).toBe(2)
    await expect.poll(() => [heard, line.told()]).toEqual([1, 1])
    expect(line.troubles).toHaveLength(1)
  })

  test('tries again ever more patiently, up to ten seconds', async () => {
    const line = fakeLines()
    const bus = await line.opened
    line.breakDown()
    line.lose()
    for (const [tries, patience] of [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000].entries()) {
      await expect.poll(() => line.troubles.length).toBe(tries + 1)
      line.clock.advance(patience - 1)
      await Promise.resolve()
      expect(line.troubles).toHaveLength(tries + 1)
      line.clock.advance(1)
    }
    line.mend()
    await expect.poll(() => line.troubles.length).toBe(10)
    line.clock.advance(10_000)
    await expect.poll(() => line.told()).toBe(1)
    await bus.close()
    expect(line.closed()).toBe(1)
  })

  const typing = (userId: string): Signal => ({
    type: 'typing',
    conversationId: '01900000-0000-7000-8000-000000000000',
    userId,
    typing: true,
    at: '2026-01-01T00:00:00.000Z',
  })
  const typistsOf = (payload: string | undefined): readonly string[] =>
    signalsIn(payload ?? '').map(({ userId }) => userId)

  test('gathers signals: the first goes at once, then at most one message in 250 milliseconds, of each user the latest', async () => {
    const line = fakeLines()
    const bus = await line.opened
    bus.signal(typing('ann'))
    expect(line.said.map(typistsOf)).toEqual([['ann']])
    for (const userId of ['ben', 'cat', 'ben']) bus.signal(typing(userId))
    await answers()
    line.clock.advance(249)
    expect(line.said).toHaveLength(1)
    line.clock.advance(1)
    expect(line.said.map(typistsOf)).toEqual([['ann'], ['ben', 'cat']])
    await answers()
    line.clock.advance(1_000)
    expect(line.said).toHaveLength(2)
  })

  test('says no more at once than Postgres takes, and nothing that is late', async () => {
    const line = fakeLines()
    const bus = await line.opened
    bus.signal(typing('first'))
    await answers()
    for (let n = 0; n < 100; n += 1) bus.signal(typing(`${'ñ'.repeat(200)} ${n}`))
    line.clock.advance(250)
    const [, crowded = ''] = line.said
    expect(new TextEncoder().encode(crowded).length).toBeLessThan(8_000)
    expect(typistsOf(crowded).length).toBeGreaterThan(10)
    await answers()
    line.clock.advance(250)
    line.lose()
    bus.signal(typing('late'))
    line.clock.advance(1_500)
    await expect.poll(() => line.lines()).toBe(2)
    await expect.poll(() => line.said.length).toBe(3)
    expect(typistsOf(line.said[2])).toEqual([])
  })

  test('passes on the signals it hears, which also wake, and what it says itself', async () => {
    const line = fakeLines()
    const bus = await line.opened
    const heard: string[] = []
    bus.onWake(() => heard.push('wake'))
    bus.onSignals((signals) => heard.push(...signals.map(({ userId }) => userId)))
    bus.signal(typing('me'))
    line.hear(JSON.stringify([typing('ann'), { type: 'of a later version' }]))
    line.hear('no JSON')
    line.hear('{"type":"typing"}')
    expect(heard).toEqual(['me', 'wake', 'ann', 'wake', 'wake'])
  })

  test('that is closed tells and hears nothing more', async () => {
    const line = fakeLines()
    const bus = await line.opened
    let heard = 0
    bus.onWake(() => void (heard += 1))
    await bus.close()
    bus.wake()
    line.hear()
    line.lose()
    line.clock.advance(60_000)
    expect([line.told(), heard, line.lines(), line.troubles.length]).toEqual([0, 0, 1, 0])
  })
})
