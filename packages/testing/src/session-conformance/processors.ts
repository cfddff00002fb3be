import type { Plugin, Processor } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withHost } from './with-sessions.ts'

const shouting: Processor = {
  name: 'shouting',
  process: async (draft) => ({ ...draft, body: draft.body.toUpperCase() }),
}

const emphatic: Plugin = {
  name: 'emphatic',
  policies: [
    {
      name: 'no-swearing',
      judge: ({ changes }) =>
        changes.some((draft) => draft.type === 'message.sent' && draft.body.includes('darn'))
          ? { code: 'forbidden', reason: 'swearing' }
          : null,
    },
  ],
  processors: [{ name: 'emphatic', process: (draft) => ({ ...draft, body: `${draft.body}!` }) }],
}

export const processorCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'processors rework texts in their order, and a repeat stays a repeat',
    proves: ['messages.send', 'messages.edit', 'messages.revisions'],
    run: async (context) => {
      await withHost(context, { processors: [shouting], plugins: [emphatic] }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        const sending = { conversationId, id: newId(), body: 'hello' }
        const sent = await alice.messages.send(sending)
        expect(sent).toMatchObject({ body: 'HELLO!', authorId: 'alice' })
        expect(await alice.messages.send(sending)).toEqual(sent)
        await expectRefusal(alice.messages.send({ ...sending, body: 'HELLO!' }), 'idempotency_mismatch')
        expect((await bob.messages.get({ messageId: sent.id })).body).toBe('HELLO!')
        expect((await alice.messages.edit({ messageId: sent.id, body: 'bye' })).body).toBe('BYE!')
        const { revisions } = await bob.messages.revisions({ messageId: sent.id })
        expect(revisions.map(({ body }) => body)).toEqual(['HELLO!', 'BYE!'])
        const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'darn' }), 'forbidden')
        expect(refusal.reason).toBe('swearing')
      })
    },
  },
  {
    name: 'a processor that fails, or makes a text that may not be kept, stores nothing',
    proves: ['messages.send'],
    run: async (context) => {
      const moody: Processor = {
        name: 'moody',
        process: ({ body, ...draft }) => {
          if (body === 'fail') throw new Error('a processor of the host')
          return { ...draft, body: body === 'empty' ? ' ' : body.repeat(20_000) }
        },
      }
      await withHost(context, { processors: [moody] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        for (const body of ['fail', 'empty', 'long']) {
          const refusal = await expectRefusal(alice.messages.send({ conversationId, body }), 'unavailable')
          expect(refusal.outcome).toBe('none')
        }
        expect((await alice.conversations.get({ conversationId })).lastSeq).toBe(0)
      })
    },
  },
]
