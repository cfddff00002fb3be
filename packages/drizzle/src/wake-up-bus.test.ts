import { fakeClock } from '@msg/testing'
import { describe, expect, test } from 'vitest'
import { openWakeUpBus } from './wake-up-bus.ts'
import type { WakeUpEvents } from './wake-up-bus.ts'

/** Lines that count what goes over them, and break when they are told to. */
const fakeLines = () => {
  const clock = fakeClock()
  const lines: WakeUpEvents[] = []
  const troubles: unknown[] = []
  let [told, closed, broken] = [0, 0, false]
  let answered = Promise.resolve()
  const opened = openWakeUpBus({
    clock,
    onTrouble: (error) => troubles.push(error),
    open: async (events) => {
      if (broken) throw new Error('no line')
      lines.push(events)
      return {
        notify() {
          told += 1
          return answered
        },
        close: async () => void (closed += 1),
      }
    },
  })
  return {
    opened,
    clock,
    troubles,
    told: () => told,
    /** Lets what is told wait for an answer; returns what gives it. */
    hold(): () => void {
      let answer = (): void => {}
      answered = new Promise((resolve) => (answer = resolve))
      return answer
    },
    closed: () => closed,
    lines: () => lines.length,
    breakDown: () => void (broken = true),
    mend: () => void (broken = false),
    hear: () => lines.at(-1)?.onWake(),
    lose: () => lines.at(-1)?.onLost(new Error('lost')),
  }
}

/** Lets what was answered be heard. */
const answers = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve()
}

describe('a wake-up bus', () => {
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
