import { createMessaging } from '@msg/core'
import type { MessagingOptions } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { fakeClock } from '@msg/testing'
import { expect, test } from 'vitest'
import { openWorld } from './world.ts'

const form = 'messaging?target_type=xform&target_id=1337'

/** Messages about a form, sent at these times, named by their place. */
const sentAt = async (...times: readonly string[]) => {
  const clock = fakeClock(Date.UTC(2026, 2, 10))
  const open = (options: MessagingOptions) =>
    createMessaging({ ...options, store: createMemoryStore({ clock }), clock })
  const world = await openWorld({ open })
  world.grant('alice', 'xform/1337', 'view', 'change')
  for (const [index, time] of times.entries()) {
    clock.advance(Date.parse(time) - clock.now())
    await world.ask('alice', 'POST messaging', { target_type: 'xform', target_id: 1337, message: `m${index + 1}` })
  }
  return world
}

test('case 63: messages are found by when they were sent', async () => {
  const [early, late] = ['2026-03-10T12:00:10.000Z', '2026-03-10T12:00:40.000Z']
  const world = await sentAt(early, late)
  const found = async (query: string): Promise<unknown> => {
    const { body } = await world.ask('alice', `GET ${form}&${query}`)
    return Object(body).map(({ message }: { readonly message: string }) => message)
  }
  expect(await found(`timestamp=${early}`)).toEqual(['m1'])
  expect(await found(`timestamp__gt=${early}`)).toEqual(['m2'])
  expect(await found(`timestamp__gte=${early}`)).toEqual(['m2', 'm1'])
  expect(await found(`timestamp__lt=${late}`)).toEqual(['m1'])
  expect(await found(`timestamp__lte=${late}`)).toEqual(['m2', 'm1'])
  for (const [part, value] of Object.entries({ year: 2026, month: 3, day: 10, hour: 12, minute: 0 })) {
    for (const ending of ['', '__lte', '__gte'])
      expect(await found(`timestamp__${part}${ending}=${value}`)).toEqual(['m2', 'm1'])
    for (const ending of ['__lt', '__gt']) expect(await found(`timestamp__${part}${ending}=${value}`)).toEqual([])
  }
})

test('case 67: counts by day have the days latest first, however they are counted', async () => {
  const world = await sentAt('2026-03-10T12:00:00.000Z', '2026-03-10T15:00:00.000Z', '2026-03-12T09:00:00.000Z')
  const days = [
    {
      period_start: '2026-03-12T00:00:00.000Z',
      count: 1,
      earliest_timestamp: '2026-03-12T09:00:00.000Z',
      latest_timestamp: '2026-03-12T09:00:00.000Z',
    },
    {
      period_start: '2026-03-10T00:00:00.000Z',
      count: 2,
      earliest_timestamp: '2026-03-10T12:00:00.000Z',
      latest_timestamp: '2026-03-10T15:00:00.000Z',
    },
  ]
  const grouped = async (query: string) => (await world.ask('alice', `GET ${form}&${query}`)).body
  expect(await grouped('group_by=day')).toStrictEqual(days)
  expect(await grouped('group_by=day&timestamp__minute=0')).toStrictEqual(days)
  for (const period of ['hour', 'week', 'month', 'year'])
    expect(await grouped(`group_by=${period}&timestamp__minute=0`)).toStrictEqual(await grouped(`group_by=${period}`))
})

test('case 68: statistics by day, the newest first, with a key a verb', async () => {
  const world = await sentAt('2026-03-10T12:00:00.000Z', '2026-03-10T15:00:00.000Z', '2026-03-12T09:00:00.000Z')
  const stats = async (query: string) => (await world.ask('alice', `GET stats/${form}&${query}`)).body
  const days = [
    { group: '2026-03-12', message: 1 },
    { group: '2026-03-10', message: 2 },
  ]
  expect(await stats('group_by=day')).toEqual(days)
  expect(await stats('group_by=month')).toEqual([{ group: '03-2026', message: 3 }])
  expect(await stats('group_by=day&timestamp__hour__gte=12')).toEqual([{ group: '2026-03-10', message: 2 }])
})
