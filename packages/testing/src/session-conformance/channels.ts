import type { Session } from '@msg/core'
import { userTargets } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal, expectRefusals } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import { fakeDirectory } from '../fakes.ts'
import { fakeTargets, project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { withHost, withTargets } from './with-sessions.ts'

/** Every verb about a channel and a message in it. */
const everything = (session: Session, conversationId: string, messageId: string): readonly Promise<unknown>[] => [
  session.conversations.get({ conversationId }),
  session.messages.list({ conversationId }),
  session.messages.around({ messageId }),
  session.messages.stats({ conversationId, by: [] }),
  session.messages.search({ conversationId, query: 'hello' }),
  session.messages.get({ messageId }),
  session.messages.revisions({ messageId }),
  session.members.list({ conversationId }),
  session.messages.send({ conversationId, body: 'hi' }),
  session.messages.edit({ messageId, body: 'mine' }),
  session.messages.retract({ messageId }),
  session.messages.hide({ messageId }),
  session.messages.pin({ messageId }),
  session.reactions.add({ messageId, emoji: '👍' }),
  session.receipts.markRead({ conversationId, seq: 1 }),
  session.members.join({ conversationId }),
  session.members.leave({ conversationId }),
  session.members.add({ conversationId, userIds: ['dave'] }),
  session.conversations.update({ conversationId, title: 'mine' }),
]

export const channelCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'there is one channel about a target, beside its room, and it has no members',
    proves: ['conversations.openChannel'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view')
      const target = project('1')
      const room = await alice.conversations.openRoom({ target })
      const channels = await Promise.all([alice, bob, alice].map((one) => one.conversations.openChannel({ target })))
      expect(new Set(channels.map(({ id }) => id)).size).toBe(1)
      expect(channels[0]).toMatchObject({ kind: 'channel', target, memberCount: 0, me: { role: null, status: 'none' } })
      expect(channels[0]?.id).not.toBe(room.id)
      expect(channels[0]?.me.can).toMatchObject({ send: false, react: true, markRead: true, join: false, leave: false })
      await expectRefusal(carol.conversations.openChannel({ target }), 'not_found')
      await expectRefusal(alice.conversations.openChannel({ target: project('none') }), 'not_found')
      // Refused, it is not there either: whoever may view it makes it.
      await expectRefusal(carol.conversations.openChannel({ target: project('2') }), 'not_found')
      targets.grant('alice', '2', 'view')
      const { createdBy } = await alice.conversations.openChannel({ target: project('2') })
      expect(createdBy).toBe('alice')
      expect((await alice.inbox.list()).conversations).toEqual([])
    }),
  },
  {
    name: 'a post makes the channel, once, and is retry-safe by its id',
    proves: ['messages.sendToTarget'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'post')
      const target = project('1')
      const sent = await Promise.all(
        upTo(8).map((n) => (n % 2 === 0 ? alice : bob).messages.sendToTarget({ target, body: `${n}` })),
      )
      expect(sent.map(({ message }) => message.seq).toSorted((a, b) => a - b)).toEqual(upTo(8))
      expect(new Set(sent.map(({ message }) => message.conversationId)).size).toBe(1)
      const replays: string[] = []
      const post = { target, id: newId(), body: 'once', verb: 'form_updated' }
      const once = () => alice.messages.sendToTarget(post, { onReplay: () => replays.push(post.id) })
      const [first, again] = [await once(), await once()]
      expect(again.message).toEqual(first.message)
      expect(replays).toEqual([post.id])
      expect(first).toMatchObject({
        conversation: { kind: 'channel', target },
        message: { verb: 'form_updated', seq: 9 },
      })
      await expectRefusal(alice.messages.sendToTarget({ ...post, body: 'other' }), 'idempotency_mismatch')
    }),
  },
  {
    name: 'who may post but not view gets no more than their own message back',
    proves: ['messages.sendToTarget', 'messages.send'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view')
      targets.grant('bob', '1', 'post')
      const target = project('1')
      const { conversation, message } = await bob.messages.sendToTarget({ target, body: 'please look' })
      expect(conversation).toBeNull()
      const { conversationId } = message
      await expectRefusals(
        [
          bob.conversations.get({ conversationId }),
          bob.messages.list({ conversationId }),
          bob.messages.get({ messageId: message.id }),
          bob.messages.edit({ messageId: message.id, body: 'other' }),
          bob.messages.sendToTarget({ target, body: 'an answer', replyTo: message.id }),
          bob.receipts.markRead({ conversationId, seq: 1 }),
          bob.receipts.markDelivered({ conversationId, seq: 1 }),
          bob.inbox.mute({ conversationId, until: null }),
          bob.live.typing({ conversationId, typing: true }),
        ],
        'not_found',
      )
      expect((await bob.messages.send({ conversationId, body: 'really' })).seq).toBe(2)
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
      const refusal = await expectRefusal(alice.messages.sendToTarget({ target, body: 'no' }), 'forbidden')
      expect(refusal.reason).toBe('target')
      await expectRefusal(alice.messages.send({ conversationId, body: 'no' }), 'forbidden')
    }),
  },
  {
    name: 'whoever may not post makes no channel by trying, and is told why only where they see what it is about',
    proves: ['messages.sendToTarget', 'conversations.openChannel'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      const target = project('1')
      targets.grant('alice', '1', 'view')
      targets.grant('carol', '1', 'moderate')
      for (const session of [alice, carol]) {
        const refusal = await expectRefusal(session.messages.sendToTarget({ target, body: 'no' }), 'forbidden')
        expect(refusal.reason).toBe('target')
      }
      await expectRefusal(bob.messages.sendToTarget({ target, body: 'no' }), 'not_found')
      targets.grant('bob', '1', 'view')
      const channel = await bob.conversations.openChannel({ target })
      expect(channel).toMatchObject({ createdBy: 'bob', title: null, lastSeq: 0 })
      expect(await carol.conversations.openChannel({ target })).toMatchObject({ id: channel.id, createdBy: 'bob' })
    }),
  },
  {
    name: 'about what is not there nothing is opened and nothing posted, whatever one may do about it',
    proves: ['conversations.openChannel', 'conversations.openRoom', 'messages.sendToTarget'],
    run: async (context) => {
      const targets = { ...fakeTargets(['1']), allows: async () => true }
      await withHost(context, { targets }, async (session) => {
        const alice = await session('alice')
        const target = project('none')
        await expectRefusals(
          [
            alice.conversations.openChannel({ target }),
            alice.conversations.openRoom({ target }),
            alice.messages.sendToTarget({ target, body: 'hello?' }),
          ],
          'not_found',
        )
      })
    },
  },
  {
    name: 'a channel one may not view answers like one that never existed, for every verb',
    proves: ['conversations.openChannel', 'messages.sendToTarget'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view', 'post')
      const { message } = await alice.messages.sendToTarget({ target: project('1'), body: 'hello' })
      const refusals = (conversationId: string, messageId: string) =>
        Promise.all(
          everything(bob, conversationId, messageId).map(async (attempt) =>
            asSeenOutside(await expectRefusal(attempt, 'not_found')),
          ),
        )
      expect(await refusals(message.conversationId, message.id)).toEqual(await refusals(unusedId(), unusedId()))
      const known = await expectRefusal(bob.messages.sendToTarget({ target: project('1'), body: 'x' }), 'not_found')
      const never = await expectRefusal(bob.messages.sendToTarget({ target: project('9'), body: 'x' }), 'not_found')
      expect(asSeenOutside(known)).toEqual(asSeenOutside(never))
      expect((await alice.messages.list({ conversationId: message.conversationId })).messages).toEqual([message])
    }),
  },
  {
    name: 'in a channel authors edit and take back their own, viewers react, moderators pin and take back any',
    proves: ['messages.edit', 'messages.retract', 'messages.pin', 'reactions.add'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view')
      targets.grant('carol', '1', 'view', 'moderate')
      const post = async (body: string) =>
        (await alice.messages.sendToTarget({ target: project('1'), body })).message.id
      const [first, second] = [await post('one'), await post('two')]
      expect((await alice.messages.edit({ messageId: first, body: 'uno' })).body).toBe('uno')
      expect((await bob.reactions.add({ messageId: first, emoji: '👍' })).reactions).toHaveLength(1)
      expect((await bob.reactions.remove({ messageId: first, emoji: '👍' })).reactions).toEqual([])
      await expectRefusals(
        [
          bob.messages.pin({ messageId: first }),
          bob.messages.retract({ messageId: first }),
          alice.messages.pin({ messageId: first }),
          carol.messages.edit({ messageId: first, body: 'moderated' }),
        ],
        'forbidden',
      )
      expect((await carol.messages.pin({ messageId: first })).pinnedBy).toBe('carol')
      expect((await carol.messages.retract({ messageId: second })).retractedAt).not.toBeNull()
      targets.revoke('alice', '1', 'post')
      await expectRefusal(alice.messages.edit({ messageId: first, body: 'once more' }), 'forbidden')
      expect((await alice.messages.retract({ messageId: first })).body).toBeNull()
    }),
  },
  {
    name: 'nobody joins, leaves, is invited to or changes a channel',
    proves: ['members.join', 'members.leave', 'members.add', 'conversations.update'],
    run: withTargets(async ({ targets, alice }) => {
      targets.grant('alice', '1', 'view', 'post', 'moderate')
      const { id: conversationId } = await alice.conversations.openChannel({ target: project('1') })
      const refusals = [
        alice.members.join({ conversationId }),
        alice.members.leave({ conversationId }),
        alice.members.add({ conversationId, userIds: ['bob'] }),
        alice.members.remove({ conversationId, userId: 'bob' }),
        alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' }),
        alice.conversations.update({ conversationId, title: 'mine' }),
      ].map(async (attempt) => (await expectRefusal(attempt, 'forbidden')).reason)
      expect(new Set(await Promise.all(refusals))).toEqual(new Set(['channel']))
      expect((await alice.members.list({ conversationId })).members).toEqual([])
    }),
  },
  {
    name: 'viewers of a channel have reader state of their own, and lose sight with the right to view',
    proves: ['receipts.markRead', 'messages.hide', 'messages.list'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view')
      const { cursor } = await bob.live.read()
      const posts = []
      for (const n of upTo(3)) posts.push(await alice.messages.sendToTarget({ target: project('1'), body: `${n}` }))
      const [first] = posts.map(({ message }) => message)
      if (first === undefined) return expect.fail('nothing was posted')
      const { conversationId } = first
      const own = async () => (await bob.conversations.get({ conversationId })).me
      expect((await own()).unread.count).toBe(3)
      expect((await bob.receipts.markRead({ conversationId, seq: 1 })).readSeq).toBe(1)
      await bob.messages.hide({ messageId: first.id })
      expect(await own()).toMatchObject({ readSeq: 1, unread: { count: 2 } })
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(2)
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(3)
      expect((await bob.inbox.unread()).messages.count).toBe(0)
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.filter(({ actor }) => actor !== 'bob')).toEqual([])
      targets.revoke('bob', '1', 'view')
      await expectRefusals(everything(bob, conversationId, first.id), 'not_found')
    }),
  },
  {
    name: 'a user is a target: whom they let contact them may post, and only they themselves view and take back',
    proves: ['conversations.openChannel', 'messages.sendToTarget'],
    run: async ({ open }) => {
      const directory = fakeDirectory(['alice', 'bob', 'carol', 'inactive-ian'], (viewer) => viewer !== 'carol')
      const host = await open({ directory, targets: userTargets({ directory }) })
      try {
        const [alice, bob, carol] = [
          await host.session('alice'),
          await host.session('bob'),
          await host.session('carol'),
        ]
        const target = { type: 'user', id: 'bob' }
        const { conversation, message } = await alice.messages.sendToTarget({ target, body: 'export ready' })
        expect(conversation).toBeNull()
        await expectRefusal(carol.messages.sendToTarget({ target, body: 'hi' }), 'not_found')
        await expectRefusal(alice.conversations.openChannel({ target }), 'not_found')
        for (const id of ['nobody', 'inactive-ian'])
          await expectRefusal(alice.messages.sendToTarget({ target: { type: 'user', id }, body: 'hi' }), 'not_found')
        const seen = await bob.conversations.openChannel({ target })
        expect(seen).toMatchObject({ id: message.conversationId, lastMessage: { body: 'export ready' } })
        await expectRefusal(alice.messages.get({ messageId: message.id }), 'not_found')
        expect((await bob.messages.retract({ messageId: message.id })).body).toBeNull()
      } finally {
        await host.close()
      }
    },
  },
]
