import { expect, test } from 'vitest'
import { eventually, hasty, joinChats, SANDBOX, useFake } from './world.ts'

test('put out of the room again and again, a link waits longer each time before it comes back', async () => {
  const fake = await useFake()
  const warnings: unknown[] = []
  const logger = { debug() {}, info() {}, error() {}, warn: (_: string, fields?: object) => void warnings.push(fields) }
  const clock = hasty(fake)
  const waits: number[] = []
  const timer: typeof clock.timer = (name, ms, fire) => {
    waits.push(ms)
    return clock.timer(name, ms, fire)
  }
  const { bridge, chat } = await joinChats({ fake, options: { clock: { ...clock, timer }, logger } })
  for (let times = 1; times <= 3; times += 1) {
    await eventually(() => expect([bridge.links[0]?.state, chat.state]).toEqual(['running', 'live']))
    fake.hub.raw(JSON.stringify({ [`r${SANDBOX}`]: { exit: true } }))
    await eventually(() => expect(warnings).toHaveLength(times))
  }
  await eventually(() => expect(bridge.links[0]?.state).toBe('running'))
  expect(warnings).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ code: 'no-permission' })))
  expect(waits.filter((ms) => ms === 2_000 || ms === 4_000)).toEqual([2_000, 4_000])
})
