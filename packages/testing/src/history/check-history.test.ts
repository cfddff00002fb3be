import type { Message } from '@msg/core'
import { expect, test } from 'vitest'
import { upTo } from '../factories.ts'
import { checkHistory } from './check-history.ts'
import type { History, ReaderRecord, ReceiptRecord, SendRecord, Violation } from './history.ts'

const message = (n: number, seq = n): Message => ({
  id: `id-${n}`,
  conversationId: 'c',
  seq,
  revision: seq + 1,
  authorId: 'alice',
  verb: 'message',
  body: `${n}`,
  replyTo: null,
  mentions: [],
  attachments: [],
  reactions: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  editedAt: null,
  retractedAt: null,
  pinnedAt: null,
  pinnedBy: null,
})

const send = (n: number): SendRecord => ({
  client: n % 2 === 0 ? 'a' : 'b',
  id: `id-${n}`,
  conversationId: 'c',
  invokedAt: n * 10,
  completedAt: n * 10 + 5,
  outcome: 'ok',
  seq: n,
})

const sound: History = {
  sends: upTo(10).map(send),
  final: upTo(10).map((n) => message(n)),
  streams: { bob: upTo(7).map((n) => message(n + 2)) },
}

/** Bob came in after message 2, left at 5 and came back after 8; he has read up to 4, then up to 9. */
const windowed: History = {
  ...sound,
  streams: { phone: [3, 4, 5, 9, 10].map((n) => message(n)) },
  viewers: { phone: 'bob' },
  windows: [
    { userId: 'bob', conversationId: 'c', afterSeq: 2, untilSeq: 5 },
    { userId: 'bob', conversationId: 'c', afterSeq: 8, untilSeq: null },
  ],
  receipts: [receipt(4, 10), receipt(9, 20)],
  readers: [{ userId: 'bob', conversationId: 'c', readSeq: 9, unread: { count: 1, capped: false } }],
}

function receipt(asked: number, at: number): ReceiptRecord {
  const times = { invokedAt: at, completedAt: at + 1 }
  return { userId: 'bob', conversationId: 'c', asked, ...times, outcome: 'ok', readSeq: asked }
}

const reader = (changed: Partial<ReaderRecord>): readonly ReaderRecord[] =>
  (windowed.readers ?? []).map((one) => ({ ...one, ...changed }))

const without = (messages: readonly Message[], n: number): readonly Message[] =>
  messages.filter(({ id }) => id !== `id-${n}`)

test('a sound history has no violations, also with unknown outcomes on either side', () => {
  expect(checkHistory(sound)).toEqual([])
  expect(checkHistory(windowed)).toEqual([])
  const unknown = { ...send(10), outcome: 'unknown', completedAt: null, seq: null } as const
  expect(checkHistory({ ...sound, sends: [...sound.sends.slice(0, 9), unknown] })).toEqual([])
  expect(checkHistory({ ...sound, sends: [...sound.sends, { ...unknown, id: 'id-11' }] })).toEqual([])
})

const planted: readonly { readonly fault: string; readonly kind: Violation['kind']; readonly history: History }[] = [
  { fault: 'an acknowledged message is gone', kind: 'lost', history: { ...sound, final: without(sound.final, 10) } },
  {
    fault: 'a message is there twice',
    kind: 'doubled',
    history: { ...sound, final: [...sound.final, message(3, 11)] },
  },
  {
    fault: 'a refused message is there',
    kind: 'phantom',
    history: { ...sound, sends: [...sound.sends.slice(0, 9), { ...send(10), outcome: 'refused', seq: null }] },
  },
  {
    fault: 'a message nobody sent is there',
    kind: 'phantom',
    history: { ...sound, final: [...sound.final, message(11)] },
  },
  {
    fault: 'a number is missing',
    kind: 'hole',
    history: { ...sound, sends: sound.sends.filter(({ id }) => id !== 'id-4'), final: without(sound.final, 4) },
  },
  {
    fault: 'two messages swapped their numbers',
    kind: 'real-time order',
    history: {
      ...sound,
      sends: sound.sends.map((one) =>
        one.id === 'id-5' ? { ...one, seq: 8 } : one.id === 'id-8' ? { ...one, seq: 5 } : one,
      ),
      final: sound.final.map((one) => (one.id === 'id-5' ? message(5, 8) : one.id === 'id-8' ? message(8, 5) : one)),
    },
  },
  {
    fault: 'a client overtook itself',
    kind: 'client order',
    history: {
      ...sound,
      sends: sound.sends.map((one) => ({
        ...one,
        completedAt: 1_000,
        seq: one.id === 'id-2' ? 4 : one.id === 'id-4' ? 2 : one.seq,
      })),
      final: sound.final.map((one) => (one.id === 'id-2' ? message(2, 4) : one.id === 'id-4' ? message(4, 2) : one)),
      streams: {},
    },
  },
  {
    fault: 'an acknowledgement told another number',
    kind: 'wrong answer',
    history: { ...sound, sends: [...sound.sends.slice(0, 9), { ...send(10), seq: 12 }] },
  },
  {
    fault: 'a stream missed a message',
    kind: 'stream',
    history: { ...sound, streams: { bob: [message(3), message(5)] } },
  },
  {
    fault: 'a stream repeated a message',
    kind: 'stream',
    history: { ...sound, streams: { bob: [message(3), message(3)] } },
  },
  {
    fault: 'a stream showed what is not in the end there',
    kind: 'stream',
    history: { ...sound, streams: { bob: [{ ...message(3), id: 'id-other' }] } },
  },
  {
    fault: 'a member who left is told of what came later',
    kind: 'window',
    history: { ...windowed, streams: { phone: [3, 4, 5, 6].map((n) => message(n)) } },
  },
  {
    fault: 'a newcomer is told live of what came before',
    kind: 'window',
    history: { ...windowed, streams: { phone: [2, 3].map((n) => message(n)) } },
  },
  {
    fault: 'a stream missed a message within a window',
    kind: 'stream',
    history: { ...windowed, streams: { phone: [3, 5, 9].map((n) => message(n)) } },
  },
  {
    fault: 'a stream missed the first message of a later window',
    kind: 'stream',
    history: { ...windowed, streams: { phone: [4, 5, 10].map((n) => message(n)) } },
  },
  {
    fault: 'a watermark moved back from one answer to the next',
    kind: 'receipt',
    history: { ...windowed, receipts: [receipt(9, 10), receipt(4, 20)] },
  },
  {
    fault: 'an acknowledged watermark is gone',
    kind: 'receipt',
    history: { ...windowed, readers: reader({ readSeq: 4, unread: { count: 5, capped: false } }) },
  },
  {
    fault: 'a watermark is further than anybody asked for',
    kind: 'receipt',
    history: { ...windowed, readers: reader({ readSeq: 10, unread: { count: 0, capped: false } }) },
  },
  {
    fault: 'the flag of what is unread was lost',
    kind: 'unread',
    history: { ...windowed, readers: reader({ unread: { count: 0, capped: false } }) },
  },
  {
    fault: 'what is read counts as unread',
    kind: 'unread',
    history: { ...windowed, readers: reader({ unread: { count: 2, capped: false } }) },
  },
]

for (const { fault, kind, history } of planted)
  test(`the checker finds it when ${fault}`, () => {
    expect(checkHistory(history).map((violation) => violation.kind)).toContain(kind)
  })
