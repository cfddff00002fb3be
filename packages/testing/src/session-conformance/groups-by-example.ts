import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import { applyChanges, copyOf, plainCopy } from '../history/client-copy.ts'
import type { SessionContext } from './host.ts'
import { readerOf } from './live-events.ts'
import type { LiveReader } from './live-events.ts'
import { withFour, withThree } from './with-sessions.ts'
import type { FourSessions } from './with-sessions.ts'

/** The examples that life in a group is explained by, each as one story. */
export const groupExamples: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a started group is there at once for everybody in it who listens, with its title and their role',
    proves: ['conversations.startGroup', 'live.subscribe', 'members.list'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const listening = await Promise.all([bob, carol, dave].map(listen))
      const { id } = await alice.conversations.startGroup({ title: 'Project Team', userIds: ['bob', 'carol', 'dave'] })
      for (const live of listening)
        expect(await live.changes(1)).toMatchObject([
          { type: 'conversation.created', conversationId: id, subject: { kind: 'group', title: 'Project Team' } },
        ])
      const { members } = await dave.members.list({ conversationId: id })
      expect(members.map(({ userId, role }) => [userId, role])).toEqual([
        ['alice', 'admin'],
        ['bob', 'member'],
        ['carol', 'member'],
        ['dave', 'member'],
      ])
    }),
  },
  {
    name: 'five unread messages are read at once, and none is left to read again',
    proves: ['receipts.markRead', 'inbox.unread'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      for (const n of upTo(5)) await alice.messages.send({ conversationId, body: `${n}` })
      const unread = async () => (await bob.inbox.unread()).messages.count
      expect(await unread()).toBe(5)
      const first = await bob.receipts.markRead({ conversationId, seq: 5 })
      expect(await unread()).toBe(0)
      expect(await bob.receipts.markRead({ conversationId, seq: 5 })).toEqual(first)
    }),
  },
  {
    name: 'of six who are invited one is in already: five are added; one is removed again, and misses everything',
    proves: ['members.add', 'members.remove'],
    run: withThree(async ({ alice, bob, carol }) => {
      const newcomers = ['carol', ...upTo(4).map((n) => `newcomer-${n}`)]
      const group = await alice.conversations.startGroup({ userIds: ['bob'], invitePolicy: 'admins' })
      const invitation = { conversationId: group.id, userIds: [...newcomers, 'bob'] }
      await expectRefusal(bob.members.add(invitation), 'forbidden')
      await alice.members.setRole({ conversationId: group.id, userId: 'bob', role: 'admin' })
      const { me } = await bob.conversations.get({ conversationId: group.id })
      const { added, conversation } = await alice.members.add(invitation)
      expect(added).toEqual(newcomers)
      expect(conversation.memberCount).toBe(7)
      expect((await bob.conversations.get({ conversationId: group.id })).me).toEqual(me)
      const removed = await alice.members.remove({ conversationId: group.id, userId: 'carol' })
      expect(removed.memberCount).toBe(6)
      await expectRefusal(carol.conversations.get({ conversationId: group.id }), 'not_found')
    }),
  },
  {
    name: 'who is left behind by the only admin is admin, manages the group and deletes it',
    proves: ['members.leave', 'members.add', 'conversations.delete', 'inbox.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'], invitePolicy: 'admins' })
      await expectRefusal(bob.conversations.delete({ conversationId }), 'forbidden')
      await alice.members.leave({ conversationId })
      const heir = await bob.conversations.get({ conversationId })
      expect(heir.me).toMatchObject({ role: 'admin', can: { manageMembers: true, delete: true } })
      await bob.members.add({ conversationId, userIds: ['carol'] })
      await bob.conversations.delete({ conversationId })
      for (const one of [bob, carol]) expect((await one.inbox.list()).conversations).toEqual([])
      await expectRefusal(bob.conversations.get({ conversationId }), 'not_found')
    }),
  },
  {
    name: 'kinds never change: a group of two is no direct, and can be left',
    proves: ['messages.sendToUsers', 'members.leave', 'conversations.get'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { conversation } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'all of us' })
      const conversationId = conversation.id
      await carol.members.leave({ conversationId })
      const between = await alice.messages.sendToUsers({ userIds: ['bob'], body: 'the two of us' })
      expect(between.conversation).toMatchObject({ kind: 'direct', memberCount: 2, lastSeq: 1 })
      expect(between.conversation.id).not.toBe(conversationId)
      const seen = await bob.conversations.get({ conversationId })
      expect(seen).toMatchObject({ kind: 'group', memberCount: 2, lastSeq: 1, me: { can: { leave: true } } })
      const started = await alice.conversations.startGroup({ userIds: ['bob'] })
      expect(started).toMatchObject({ kind: 'group', memberCount: 2 })
      for (const id of [conversationId, started.id])
        expect((await bob.members.leave({ conversationId: id })).me.status).toBe('left')
      expect((await bob.conversations.startDirect({ userId: 'alice' })).id).toBe(between.conversation.id)
    }),
  },
  {
    name: 'what is edited and reacted to between two readings is told with both',
    proves: ['live.read', 'messages.edit', 'reactions.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'helo' })
      const { cursor } = await carol.live.read()
      await bob.reactions.add({ messageId, emoji: '👍' })
      await alice.messages.edit({ messageId, body: 'hello' })
      const { changes } = await carol.live.read({ after: cursor })
      expect(changes.map(({ type }) => type)).toEqual(['reaction.added', 'message.edited'])
      for (const { subject } of changes)
        expect(subject).toMatchObject({ body: 'hello', reactions: [{ emoji: '👍', userIds: ['bob'] }] })
    }),
  },
  {
    name: 'followed live or read up on from time to time, the same events lead to the same picture',
    proves: ['live.subscribe', 'live.read'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const live = await listen(carol)
      const followed = await copyOf(carol)
      const readUp = await copyOf(carol)
      let { cursor } = await carol.live.read()
      for (const event of eventsIn(conversationId, { alice, bob, carol, dave })) {
        await event()
        const page = await carol.live.read({ after: cursor })
        await applyChanges(readUp, page.changes)
        cursor = page.cursor
      }
      await alice.messages.send({ conversationId, body: 'the end' })
      for (;;) {
        const changes = await live.changes(1)
        await applyChanges(followed, changes)
        if (changes.some(({ subject }) => subject !== 'gone' && 'body' in subject && subject.body === 'the end')) break
      }
      await applyChanges(readUp, (await carol.live.read({ after: cursor })).changes)
      expect(plainCopy(followed)).toEqual(plainCopy(readUp))
      expect(plainCopy(readUp)).toEqual(plainCopy(await copyOf(carol)))
    }),
  },
]

const listen = async ({ live }: Session): Promise<LiveReader> => {
  const reader = readerOf(live.subscribe())
  await reader.untilReady()
  return reader
}

/** Everything that can happen to messages and members of a group, one by one, before the eyes of carol. */
const eventsIn = (
  conversationId: string,
  { alice, bob, carol, dave }: FourSessions,
): readonly (() => Promise<unknown>)[] => {
  const ids: string[] = []
  const send = (session: Session, body: string) => async () => {
    ids.push((await session.messages.send({ conversationId, body })).id)
  }
  const message = (n: number) => ({ messageId: ids[n] ?? '' })
  return [
    send(alice, 'one'),
    send(bob, 'two'),
    send(carol, 'three'),
    () => bob.reactions.add({ ...message(0), emoji: '👍' }),
    () => alice.messages.edit({ ...message(0), body: 'one, edited' }),
    () => carol.receipts.markRead({ conversationId, seq: 2 }),
    () => bob.messages.retract(message(1)),
    () => carol.messages.hide(message(2)),
    () => alice.messages.pin(message(0)),
    () => bob.members.add({ conversationId, userIds: ['dave'] }),
    send(dave, 'four'),
    () => bob.members.leave({ conversationId }),
    () => alice.members.setRole({ conversationId, userId: 'dave', role: 'admin' }),
    () => bob.conversations.startGroup({ userIds: ['carol'], title: 'another' }),
    () => dave.members.remove({ conversationId, userId: 'alice' }),
    () => dave.members.add({ conversationId, userIds: ['alice'] }),
    () => dave.conversations.update({ conversationId, title: 'what is left of us' }),
  ]
}
