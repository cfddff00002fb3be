import type { Message } from '@msg/core'
import { expect, test } from 'vitest'
import { upTo } from '../factories.ts'
import { checkHistory } from './check-history.ts'
import type { History, SendRecord, Violation } from './check-history.ts'

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

const without = (messages: readonly Message[], n: number): readonly Message[] =>
  messages.filter(({ id }) => id !== `id-${n}`)

test('a sound history has no violations, also with unknown outcomes on either side', () => {
  expect(checkHistory(sound)).toEqual([])
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
]

for (const { fault, kind, history } of planted)
  test(`the checker finds it when ${fault}`, () => {
    expect(checkHistory(history).map((violation) => violation.kind)).toContain(kind)
  })
