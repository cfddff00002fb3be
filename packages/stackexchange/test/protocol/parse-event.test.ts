import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldEvents, parseEvent, parseEvents } from '../../src/protocol/index.ts'

const posted = {
  event_type: 1,
  time_stamp: 1_379_406_464,
  content: 'hello',
  id: 23_560_547,
  user_id: 1_251,
  user_name: 'Somebody',
  room_id: 1,
  room_name: 'Sandbox',
  message_id: 11_832_651,
}

test('a posted message is read field by field', () => {
  expect(parseEvent(posted)).toEqual({
    type: 'message-posted',
    typeId: 1,
    eventId: 23_560_547,
    timeStamp: 1_379_406_464,
    roomId: 1,
    roomName: 'Sandbox',
    userId: 1_251,
    userName: 'Somebody',
    targetUserId: null,
    raw: posted,
    messageId: 11_832_651,
    content: 'hello',
    isPartial: false,
    parentId: null,
    parentUserName: null,
    parentText: null,
    edits: 0,
    stars: 0,
    pins: 0,
    starredByYou: false,
    pinnedByYou: false,
    mentionsMe: false,
    repliesToMe: false,
  })
})

test('numbers sent as text are numbers', () => {
  const texts = Object.fromEntries(Object.entries(posted).map(([name, value]) => [name, String(value)]))
  const { raw: _raw, ...wanted } = parseEvent(posted) ?? {}
  expect(parseEvent(texts)).toMatchObject(wanted)
})

test('a parent without show_parent is a pointer, not a reply', () => {
  expect(parseEvent({ ...posted, parent_id: 5 })).toMatchObject({ parentId: null })
  expect(parseEvent({ ...posted, parent_id: 5, show_parent: true })).toMatchObject({ parentId: 5 })
})

test.each(["<div class='partial'>a <br> b</div>", '<div class="partial">a</div>', "<pre class='partial'>a</pre>"])(
  'content that is cut is told as such: %s',
  (content) => {
    expect(parseEvent({ ...posted, content })).toMatchObject({ isPartial: true })
  },
)

test.each([
  ['no type', { message_id: 5 }],
  ['a type that is no number', { event_type: 'one' }],
  ['a type nobody knows', { event_type: 9_001 }],
  ['a message event without a message', { event_type: 1, content: 'x' }],
  ['a message id that is no number', { event_type: 2, message_id: {} }],
  ['an entry without a user', { event_type: 3 }],
])('%s is an unknown event', (_what, raw) => {
  expect(parseEvent(raw)).toMatchObject({ type: 'unknown', raw })
})

test.each([null, 7, 'text', [], undefined, true])('%j is no event', (raw) => {
  expect(parseEvent(raw)).toBeNull()
})

test('a list that is none gives no events', () => {
  expect([parseEvents('x'), parseEvents({}), parseEvents(null)]).toEqual([[], [], []])
})

test('missing ids and names are null', () => {
  expect(parseEvent({ event_type: 6, message_id: 5, message_stars: 2 })).toMatchObject({
    eventId: null,
    roomId: null,
    userId: null,
    userName: null,
    stars: 2,
    starredByYou: null,
  })
})

test('no value whatsoever makes reading or folding throw', () => {
  const event = fc.record(
    {
      event_type: fc.oneof(fc.integer({ min: -1, max: 40 }), fc.anything()),
      message_id: fc.anything(),
      content: fc.anything(),
      id: fc.anything(),
      user_id: fc.anything(),
      show_parent: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(event, fc.anything())), (raw) => {
      const events = parseEvents(raw)
      expect(foldEvents(events).length).toBeLessThanOrEqual(events.length)
    }),
  )
})

test('a mention whose message did not come along stays an event of its own', () => {
  const mention = { ...posted, event_type: 8, target_user_id: 7 }
  expect(foldEvents(parseEvents([mention]))).toMatchObject([{ type: 'user-mentioned' }])
  expect(foldEvents(parseEvents([mention, { ...posted, message_id: 99 }]))).toHaveLength(2)
})

test('a mention added by an edit is folded into the edit', () => {
  const events = parseEvents([
    { ...posted, event_type: 8 },
    { ...posted, event_type: 2 },
  ])
  expect(foldEvents(events)).toMatchObject([{ type: 'message-edited', mentionsMe: true }])
})

test('moves of two directions and a message between them stay apart', () => {
  const move = (event_type: number, message_id: number) => ({ ...posted, event_type, message_id, moved: true })
  const events = parseEvents([move(19, 1), move(19, 2), move(20, 3), posted, move(20, 4)])
  expect(foldEvents(events)).toMatchObject([
    { type: 'messages-moved', direction: 'out', messageIds: [1, 2], content: null },
    { type: 'messages-moved', direction: 'in', messageIds: [3] },
    { type: 'message-posted' },
    { type: 'messages-moved', direction: 'in', messageIds: [4] },
  ])
})
