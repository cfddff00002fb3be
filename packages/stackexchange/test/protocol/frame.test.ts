import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeFrame, parseFrame, type RoomFrame } from '../../src/protocol/index.ts'

const frame = (t: number, d: number, ...ids: readonly number[]): RoomFrame => {
  const e = ids.map((id) => ({ event_type: 3, id, user_id: 8, room_id: 1 }))
  const [found] = parseFrame({ r1: { e, t, d } }) ?? []
  if (!found) throw new Error('no frame')
  return found
}

test('a frame tells each room apart', () => {
  const text = '{"r1":{"e":[{"event_type":3,"user_id":8,"id":5}],"t":5,"d":2},"r22":{},"sync":1}'
  expect(parseFrame(text)).toMatchObject([
    { roomId: 1, counter: 5, base: 3, events: [{ type: 'user-entered' }] },
    { roomId: 22, counter: null, base: null, events: [] },
  ])
})

test('an event that names no room is of the room it came with, but a notification is of none', () => {
  const e = [
    { event_type: 1, message_id: 5 },
    { event_type: 16, content: 'x' },
    { event_type: 17, room_id: 9 },
  ]
  const [found] = parseFrame({ r1: { e, t: 9, d: 9 } }) ?? []
  expect(found?.events.map(({ type, roomId }) => [type, roomId])).toEqual([
    ['message-posted', 1],
    ['notification', null],
    ['invitation', 9],
  ])
})

test.each(['', 'x', '[]', '7', 'null', '{"r1":{"e":[{"ev'])('%j is no frame', (text) => {
  expect(parseFrame(text)).toBeNull()
})

test.each([
  ['all of it is new', frame(12, 2, 11, 12), 10, 'news', [11, 12]],
  ['part of it is known', frame(12, 4, 9, 11, 12), 10, 'news', [11, 12]],
  ['it is a repetition', frame(10, 2, 9, 10), 10, 'nothing', []],
  ['it is older than what is known', frame(8, 2, 7, 8), 10, 'nothing', []],
  ['something before it is missing', frame(13, 2, 12, 13), 10, 'gap', []],
  ['only the counter moved', frame(15, 5), 10, 'news', []],
  ['nothing is known yet', frame(15, 5, 12), null, 'news', [12]],
] as const)('when %s', (_what, found, cursor, kind, ids) => {
  const verdict = judgeFrame(found, cursor)
  expect(verdict.kind).toBe(kind)
  expect(verdict.kind === 'news' ? verdict.events.map(({ eventId }) => eventId) : []).toEqual(ids)
})

test('frames that overlap, repeat or skip never pass an event twice, and never lose one unnoticed', () => {
  const step = fc.record({ back: fc.nat(6), forward: fc.integer({ min: 1, max: 6 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let cursor = 0
      let top = 0
      const passed: number[] = []
      for (const { back, forward } of steps) {
        const base = Math.max(0, top - back + (back === 6 ? 9 : 0))
        top = base + forward
        const ids = Array.from({ length: forward }, (_, at) => base + at + 1)
        const verdict = judgeFrame(frame(top, forward, ...ids), cursor)
        if (verdict.kind !== 'news') continue
        for (const { eventId } of verdict.events) passed.push(eventId ?? 0)
        cursor = verdict.cursor ?? cursor
      }
      expect(passed).toEqual(Array.from({ length: passed.length }, (_, at) => at + 1))
    }),
  )
})
