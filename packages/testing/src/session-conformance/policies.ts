import { allowedRecipients, contactsOnly, editWindow, rateLimit, readOnly, systemClock } from '@msg/core'
import type { Act, Policy } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId } from '../factories.ts'
import { fakeDirectory } from '../fakes.ts'
import type { SessionContext } from './host.ts'
import { withHost } from './with-sessions.ts'

/** A policy that keeps what it was asked. */
const recording = (acts: Act[]): Policy => ({
  name: 'recording',
  judge: (act) => {
    acts.push(act)
    return null
  },
})

export const policyCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'who may be written to can be restricted to a list, which is read at each call',
    proves: ['conversations.startDirect', 'conversations.startGroup', 'members.add', 'messages.send'],
    run: async (context) => {
      let list: readonly string[] | null = ['support']
      await withHost(context, { policies: [allowedRecipients(() => list)] }, async (session) => {
        const [customer, support, other] = [await session('customer'), await session('support'), await session('other')]
        const refused = await expectRefusal(
          customer.conversations.startDirect({ userId: 'other' }),
          'recipient_refused',
        )
        expect(refused.reason).toBe('allowed_recipients')
        await expectRefusal(customer.conversations.startGroup({ userIds: ['support', 'other'] }), 'recipient_refused')
        expect((await other.inbox.list()).conversations).toEqual([])
        const { id: help } = await customer.conversations.startDirect({ userId: 'support' })
        await customer.messages.send({ conversationId: help, body: 'help' })
        const { id: news } = await support.conversations.startDirect({ userId: 'other' })
        await support.messages.send({ conversationId: news, body: 'hello' })
        await other.messages.send({ conversationId: news, body: 'hello' })
        const { id: group } = await customer.conversations.startGroup({ userIds: ['support'] })
        const invitation = { conversationId: group, userIds: ['other'] }
        await expectRefusal(customer.members.add(invitation), 'recipient_refused')
        expect((await support.members.add(invitation)).added).toEqual(['other'])
        for (const open of [null, []]) {
          list = open
          const { id: conversationId } = await customer.conversations.startDirect({ userId: 'other' })
          await customer.messages.send({ conversationId, body: 'hello' })
        }
        list = ['support']
        const { id: conversationId } = await customer.conversations.startDirect({ userId: 'other' })
        await expectRefusal(other.messages.send({ conversationId, body: 'an answer' }), 'recipient_refused')
        expect((await other.messages.list({ conversationId })).messages).toHaveLength(2)
      })
    },
  },
  {
    name: 'people reach out only to their contacts, also in a direct that exists',
    proves: ['conversations.startDirect', 'messages.send'],
    run: async (context) => {
      const contacts = new Set(['alice bob'])
      const policy = contactsOnly((viewer, other) => contacts.has(`${viewer} ${other}`))
      await withHost(context, { policies: [policy] }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        await alice.messages.send({ conversationId, body: 'hello' })
        const refusal = await expectRefusal(bob.messages.send({ conversationId, body: 'no' }), 'recipient_refused')
        expect(refusal.reason).toBe('contacts_only')
        await expectRefusal(alice.conversations.startDirect({ userId: 'carol' }), 'recipient_refused')
      })
    },
  },
  {
    name: 'a policy is asked after visibility and rules, and told what is about to happen',
    proves: ['messages.send', 'messages.edit', 'members.add', 'inbox.unread'],
    run: async (context) => {
      const acts: Act[] = []
      const directory = fakeDirectory(['alice', 'bob', 'carol'])
      await withHost(context, { directory, policies: [recording(acts)] }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        const { id: messageId } = await bob.messages.send({ conversationId, body: 'hello' })
        acts.length = 0
        const carol = await session('carol')
        await expectRefusal(carol.messages.send({ conversationId, body: 'let me in' }), 'not_found')
        await expectRefusal(alice.messages.edit({ messageId, body: 'not mine' }), 'forbidden')
        await expectRefusal(alice.conversations.startDirect({ userId: 'nobody' }), 'not_found')
        expect(acts).toEqual([])
        await bob.messages.edit({ messageId, body: 'edited' })
        await alice.inbox.unread()
        expect(
          acts.map(({ actor, verb, others, changes }) => [actor, verb, others, changes.map(({ type }) => type)]),
        ).toEqual([
          ['bob', 'messages.edit', ['alice'], ['message.edited']],
          ['alice', 'inbox.unread', [], []],
        ])
        expect(acts[0]).toMatchObject({
          conversation: { id: conversationId, kind: 'direct', memberCount: 2 },
          message: { id: messageId, authorId: 'bob', body: 'hello' },
          member: { userId: 'bob', status: 'active' },
        })
      })
    },
  },
  {
    name: 'a policy that fails lets nothing through',
    proves: ['messages.send', 'messages.list'],
    run: async (context) => {
      let fails = false
      const failing: Policy = {
        name: 'failing',
        judge: async () => (fails ? Promise.reject(new Error('its database is away')) : null),
      }
      await withHost(context, { policies: [failing] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        fails = true
        const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'hello' }), 'unavailable')
        expect(refusal.outcome).toBe('none')
        await expectRefusal(alice.messages.list({ conversationId }), 'unavailable')
        fails = false
        expect((await alice.messages.list({ conversationId })).messages).toEqual([])
      })
    },
  },
  {
    name: 'where nobody may write any more one still reads, marks, hides and leaves, and repeats what was sent before',
    proves: ['messages.send', 'messages.edit', 'messages.hide', 'receipts.markRead', 'members.leave', 'reactions.add'],
    run: async (context) => {
      let closed = false
      await withHost(context, { policies: [readOnly(() => closed)] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
        const sending = { conversationId, id: newId(), body: 'before' }
        const sent = await alice.messages.send(sending)
        closed = true
        const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'after' }), 'forbidden')
        expect(refusal.reason).toBe('read_only')
        await expectRefusal(alice.messages.edit({ messageId: sent.id, body: 'after' }), 'forbidden')
        await expectRefusal(alice.reactions.add({ messageId: sent.id, emoji: '👍' }), 'forbidden')
        expect(await alice.messages.send(sending)).toEqual(sent)
        expect((await alice.messages.list({ conversationId })).messages).toEqual([sent])
        await alice.receipts.markRead({ conversationId, seq: 1 })
        await alice.messages.hide({ messageId: sent.id })
        await alice.members.leave({ conversationId })
      })
    },
  },
  {
    name: 'messages close to their authors when the edit window ends',
    proves: ['messages.edit', 'messages.retract'],
    run: async (context) => {
      let later = 0
      const clock = { ...systemClock(), now: () => Date.now() + later }
      await withHost(context, { clock, policies: [editWindow(3_600)] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: [] })
        const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
        expect((await alice.messages.edit({ messageId, body: 'edited' })).body).toBe('edited')
        later = 3_700_000
        const refusal = await expectRefusal(alice.messages.edit({ messageId, body: 'too late' }), 'forbidden')
        expect(refusal.reason).toBe('edit_window')
        await expectRefusal(alice.messages.retract({ messageId }), 'forbidden')
        await alice.reactions.add({ messageId, emoji: '👍' })
      })
    },
  },
  {
    name: 'who sends too often is told when to come back; others and other verbs are not concerned',
    proves: ['messages.send', 'messages.list'],
    run: async (context) => {
      const policies = [rateLimit({ send: { perSecond: 0.001, burst: 2 } })]
      await withHost(context, { policies }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        await alice.messages.send({ conversationId, body: 'one' })
        await alice.messages.send({ conversationId, body: 'two' })
        const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'three' }), 'rate_limited')
        expect(refusal.retryAfter).toBeGreaterThan(900)
        await bob.messages.send({ conversationId, body: 'three' })
        expect((await alice.messages.list({ conversationId })).messages).toHaveLength(3)
      })
    },
  },
  {
    name: 'a group takes no more members than the host says, whoever invites at once; without a bound, any',
    proves: ['conversations.startGroup', 'members.add'],
    run: async (context) => {
      await withHost(context, { maxMembers: 3 }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        await expectRefusal(alice.conversations.startGroup({ userIds: ['b', 'c', 'd'] }), 'forbidden')
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
        const both = [
          alice.members.add({ conversationId, userIds: ['carol'] }),
          bob.members.add({ conversationId, userIds: ['dave'] }),
        ]
        const ends = await Promise.allSettled(both)
        expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
        expect((await alice.conversations.get({ conversationId })).memberCount).toBe(3)
        const refusal = await expectRefusal(alice.members.add({ conversationId, userIds: ['eve'] }), 'forbidden')
        expect(refusal.reason).toBe('max_members')
      })
      await withHost(context, { maxMembers: null }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
        expect((await alice.members.add({ conversationId, userIds: ['dave'] })).added).toEqual(['dave'])
      })
    },
  },
  {
    name: 'what was made under an id of my own is answered again whatever a policy says by now',
    proves: [
      'conversations.startGroup',
      'conversations.openRoom',
      'members.add',
      'messages.send',
      'messages.sendToUsers',
    ],
    run: async (context) => {
      let shut = false
      const policy: Policy = { name: 'shut', judge: () => (shut ? { code: 'forbidden', reason: 'shut' } : null) }
      await withHost(context, { policies: [policy] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        const made = [
          (id: string) => alice.conversations.startGroup({ id, userIds: ['bob'] }),
          (id: string) => alice.conversations.openRoom({ id, title: 'ours' }),
          async (id: string) => (await alice.members.add({ conversationId, id, userIds: ['carol'] })).conversation,
          (id: string) => alice.messages.send({ conversationId, id, body: 'hello' }),
          async (id: string) => (await alice.messages.sendToUsers({ userIds: ['bob'], id, body: 'hello' })).message,
        ].map((make) => ({ make, id: newId() }))
        for (const { make, id } of made) expect((await make(id)).id).toBe(id)
        shut = true
        for (const { make, id } of made) {
          expect((await make(id)).id).toBe(id)
          expect((await expectRefusal(make(newId()), 'forbidden')).reason).toBe('shut')
        }
      })
    },
  },
]
