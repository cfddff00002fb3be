import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

export const messageCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a sent message is there for everybody, byte for byte',
    proves: ['messages.send', 'messages.get', 'messages.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const bodies = [
        'hello',
        '  leading, trailing \t\r\n',
        'ﷺ 👩‍👩‍👧‍👦 e\u0301 \u202Eabc\u202C \uFEFF',
        '\'; drop table message; -- \\ " % _ $1 {{x}}',
        '<script>alert(1)</script>',
        '日本語 العربية ไทย',
        '\u0001\u001F control',
        'x'.repeat(16_384),
      ]
      for (const [index, body] of bodies.entries()) {
        const sent = await alice.messages.send({ conversationId, body })
        expect(sent).toMatchObject({ conversationId, seq: index + 1, authorId: 'alice', verb: 'message', body })
        expect(await bob.messages.get({ messageId: sent.id })).toEqual(sent)
      }
      const { messages } = await bob.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ body }) => body)).toEqual(bodies)
      expect(messages.every(({ createdAt }) => new Date(createdAt).toISOString() === createdAt)).toBe(true)
    }),
  },
  {
    name: 'a message may have a verb of the host',
    proves: ['messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const sent = await alice.messages.send({ conversationId, body: '{"form":1}', verb: 'submission_created' })
      expect((await alice.messages.get({ messageId: sent.id })).verb).toBe('submission_created')
    }),
  },
  {
    name: 'a message may have an id derived from what names it elsewhere',
    proves: ['messages.send', 'messages.sendToUsers'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const [one, other] = [derivedId(), derivedId()]
      const draft = { id: one, conversationId, body: 'brought in' }
      expect((await alice.messages.send(draft)).id).toBe(one)
      expect((await alice.messages.send(draft)).seq).toBe(1)
      await alice.messages.sendToUsers({ userIds: ['bob'], id: other, body: 'and another' })
      expect((await bob.messages.get({ messageId: other })).seq).toBe(2)
    }),
  },
  {
    name: 'messages are listed newest first, or oldest first, between bounds, page by page',
    proves: ['messages.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(10)) await alice.messages.send({ conversationId, body: `message ${n}` })
      const seqs = async (range: { before?: number; after?: number; order?: 'asc' | 'desc'; limit?: number }) => {
        const page = await bob.messages.list({ conversationId, ...range })
        return [page.messages.map(({ seq }) => seq), page.more]
      }
      expect(await seqs({})).toEqual([upTo(10).toReversed(), false])
      expect(await seqs({ limit: 3 })).toEqual([[10, 9, 8], true])
      expect(await seqs({ before: 8, limit: 3 })).toEqual([[7, 6, 5], true])
      expect(await seqs({ before: 4, limit: 3 })).toEqual([[3, 2, 1], false])
      expect(await seqs({ after: 7, order: 'asc' })).toEqual([[8, 9, 10], false])
      expect(await seqs({ after: 2, before: 7, order: 'asc', limit: 2 })).toEqual([[3, 4], true])
      expect(await seqs({ after: 10, order: 'asc' })).toEqual([[], false])
      expect(await seqs({ before: 0 })).toEqual([[], false])
      const { profiles } = await bob.messages.list({ conversationId })
      expect(profiles.map(({ id, displayName }) => [id, displayName])).toEqual([['alice', 'alice']])
    }),
  },
  {
    name: 'parallel senders number densely',
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const senders = [alice, bob, carol]
      const sent = await Promise.all(
        upTo(60).flatMap((n) =>
          senders.slice(n % 3, (n % 3) + 1).map((one) => one.messages.send({ conversationId, body: `${n}` })),
        ),
      )
      expect(sent.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(upTo(60))
      const { messages } = await alice.messages.list({ conversationId, order: 'asc', limit: 100 })
      expect(messages.toSorted((a, b) => a.seq - b.seq)).toEqual(sent.toSorted((a, b) => a.seq - b.seq))
    }),
  },
  {
    name: 'a sender who awaits each answer is numbered in that order',
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const run = async (session: typeof alice) => {
        const seqs: number[] = []
        for (const n of upTo(10)) seqs.push((await session.messages.send({ conversationId, body: `${n}` })).seq)
        return seqs
      }
      for (const seqs of await Promise.all([run(alice), run(bob)])) expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    }),
  },
  {
    name: 'the same send eight times in parallel is one message and one answer',
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const id = newId()
      let replays = 0
      const answers = await Promise.all(
        upTo(8).map(() =>
          alice.messages.send({ conversationId, id, body: 'once' }, { onReplay: () => void (replays += 1) }),
        ),
      )
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]).toMatchObject({ id, seq: 1, body: 'once' })
      expect(replays).toBe(7)
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(1)
    }),
  },
]

/** The table of ids, cell by cell, as far as the verbs go that exist: who used the id, with what, asked by whom. */
export const idCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'an id I used with the same content answers the message as it is now',
    proves: ['messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const send = { conversationId, id: newId(), body: 'once' }
      const first = await alice.messages.send(send)
      await alice.messages.send({ conversationId, body: 'between' })
      expect(await alice.messages.send(send)).toEqual(first)
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
    }),
  },
  {
    name: 'an id I used with the same content answers also when I may no longer write there',
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const send = { conversationId, id: newId(), body: 'once' }
      const first = await bob.messages.send(send)
      await bob.members.leave({ conversationId })
      expect(await bob.messages.send(send)).toEqual(first)
      await expectRefusal(bob.messages.send({ ...send, body: 'other' }), 'idempotency_mismatch')
      await expectRefusal(bob.messages.send({ ...send, id: newId() }), 'not_a_member')
    }),
  },
  {
    name: 'an id I used with other content is a mismatch, whatever differs',
    proves: ['messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const elsewhere = await alice.conversations.startDirect({ userId: 'carol' })
      const send = { conversationId, id: newId(), body: 'once' }
      const first = await alice.messages.send(send)
      await expectRefusal(alice.messages.send({ ...send, body: 'twice' }), 'idempotency_mismatch')
      await expectRefusal(alice.messages.send({ ...send, verb: 'note' }), 'idempotency_mismatch')
      await expectRefusal(alice.messages.send({ ...send, conversationId: elsewhere.id }), 'idempotency_mismatch')
      await expectRefusal(alice.messages.send({ ...send, conversationId: newId() }), 'idempotency_mismatch')
      expect((await alice.messages.list({ conversationId })).messages).toEqual([first])
      expect((await alice.messages.list({ conversationId: elsewhere.id })).messages).toEqual([])
    }),
  },
  {
    name: "somebody else's id is taken where I may write, whatever the content",
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const own = await carol.conversations.startDirect({ userId: 'bob' })
      const send = { conversationId, id: newId(), body: 'once' }
      await alice.messages.send(send)
      await expectRefusal(bob.messages.send(send), 'id_taken')
      await expectRefusal(bob.messages.send({ ...send, body: 'other' }), 'id_taken')
      await expectRefusal(carol.messages.send({ ...send, conversationId: own.id }), 'id_taken')
      expect((await carol.messages.list({ conversationId: own.id })).messages).toEqual([])
      expect((await carol.messages.send({ conversationId: own.id, body: 'mine' })).seq).toBe(1)
    }),
  },
  {
    name: "somebody else's id betrays nothing where I may not write",
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'dave'] })
      const send = { conversationId, id: newId(), body: 'once' }
      await alice.messages.send(send)
      await expectRefusal(carol.messages.send(send), 'not_found')
      await expectRefusal(carol.messages.send({ ...send, id: newId() }), 'not_found')
      await bob.members.leave({ conversationId })
      await expectRefusal(bob.messages.send(send), 'not_a_member')
    }),
  },
]

/** An id as it is derived: a UUIDv8. */
const derivedId = (): string => newId().replace(/^(.{14})7/, '$18')
