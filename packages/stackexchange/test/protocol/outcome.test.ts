import { describe, expect, test } from 'vitest'
import { classifyWrite, parseEnd } from '../../src/protocol/index.ts'

const NOW = Date.UTC(2026, 8, 30, 12)
const outcome = (status: number, body: string, location: string | null = null) =>
  classifyWrite({ status, body, location }, NOW)

describe('a write', () => {
  test.each([
    ['sent', 200, '{"id":12,"time":1379406464}', { kind: 'sent', id: 12, time: 1_379_406_464 }],
    ['swallowed', 200, '{"id":null,"time":null}', { kind: 'duplicate' }],
    ['accepted', 200, '"ok"', { kind: 'done' }],
    ['accepted without quotes', 200, 'ok', { kind: 'done' }],
    ['throttled', 409, 'You can perform this action again in 3 seconds.', { kind: 'throttled', seconds: 3 }],
    ['throttled for a second', 409, 'You can perform this action again in 1 second', { kind: 'throttled', seconds: 1 }],
    ['throttled without a number', 409, 'Slow down', { kind: 'throttled', seconds: null }],
    [
      'throttled with status 200',
      200,
      '"You can perform this action again in 2 seconds"',
      { kind: 'throttled', seconds: 2 },
    ],
    ['too late', 200, '"It is too late to edit this message"', { kind: 'refused', code: 'too-late', until: null }],
    [
      'deleted before',
      200,
      '"This message has already been deleted."',
      { kind: 'refused', code: 'already-deleted', until: null },
    ],
    [
      'deleted, in other words',
      200,
      '"The message has been deleted and cannot be edited"',
      { kind: 'refused', code: 'already-deleted', until: null },
    ],
    [
      'deleted, in yet other words',
      200,
      '"This message has already been deleted and cannot be edited"',
      { kind: 'refused', code: 'already-deleted', until: null },
    ],
    ['not ours', 200, '"You can only delete your own messages"', { kind: 'refused', code: 'not-owner', until: null }],
    ['without access', 404, 'The room does not exist, or you do not have permission', { kind: 'no-access' }],
    ['frozen', 404, 'This room has been frozen', { kind: 'refused', code: 'room-frozen', until: null }],
    [
      'too little reputation',
      404,
      'You need 20 reputation points to talk here',
      { kind: 'refused', code: 'no-permission', until: null },
    ],
    ['broken', 500, '<html>', { kind: 'failed' }],
    ['half answered', 200, '{"id":12', { kind: 'failed' }],
    ['answered by a page', 200, '<!DOCTYPE html>', { kind: 'failed' }],
    ['answered by a missing page', 404, ' <html>', { kind: 'astray' }],
  ])('that is %s', (_what, status, body, wanted) => {
    expect(outcome(status, body)).toEqual(wanted)
  })

  test('that is redirected went astray', () => {
    expect(outcome(302, '', 'https://chat.stackexchange.com/')).toEqual({ kind: 'astray' })
  })

  test('that is blocked tells until when', () => {
    const until = new Date(NOW + 5 * 3_600_000)
    expect(outcome(404, 'Your account is blocked, ending in 5 hours')).toEqual({
      kind: 'refused',
      code: 'account-blocked',
      until,
    })
    expect(outcome(404, 'The room is in timeout, ending in 58 seconds')).toMatchObject({
      code: 'room-timeout',
      until: new Date(NOW + 58_000),
    })
  })
})

test.each([
  ['ending in 1 minute', NOW + 60_000],
  ['ending in 3 days', NOW + 3 * 86_400_000],
  ['ending on Oct 2 at 1:37', Date.UTC(2026, 9, 2, 1, 37)],
  ['ending on Jan 2 at 13:05', Date.UTC(2027, 0, 2, 13, 5)],
  ['ending on Dec 24, 2028 at 18:00', Date.UTC(2028, 11, 24, 18)],
])('%s is a time', (sentence, at) => {
  expect(parseEnd(sentence, NOW)?.getTime()).toBe(at)
})

test.each(['for ever', 'ending soon', 'ending on Xyz 2 at 1:37'])('%s is no time', (sentence) => {
  expect(parseEnd(sentence, NOW)).toBeNull()
})
