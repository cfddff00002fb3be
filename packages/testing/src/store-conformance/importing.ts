import { channelId, directId, isErased, roomId } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { assertDenseLog, seqsOf } from './context.ts'
import { counting, minutes, oldGroup, oldMember, oldMessage, oldWorld, withMessaging } from './imported.ts'

export const importCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'what was imported is there as if it had been said here',
    proves: ['import'],
    run: withMessaging(async (messaging) => {
      const world = oldWorld(['alice', 'bob', 'carol'], [['bob', 'who has seen the heron'], ['alice'], ['bob']])
      const [first, second] = world.messages
      const result = await messaging.import({
        ...world,
        messages: world.messages.map((message) =>
          message === second
            ? { ...message, replyTo: first?.id ?? null, editedAt: minutes(5), verb: 'answer' }
            : message,
        ),
      })
      expect(result).toEqual({
        imported: counting({ conversations: 1, members: 3, messages: 3 }),
        existing: counting({}),
        conflicts: [],
      })
      const [alice, carol] = [messaging.as('alice'), messaging.as('carol')]
      const { conversations } = await carol.inbox.list({})
      const [line] = conversations
      expect(conversations).toHaveLength(1)
      expect(line).toMatchObject({
        title: 'old friends',
        createdAt: minutes(0),
        memberCount: 3,
        lastSeq: 3,
        revision: 1,
      })
      expect(line?.me).toMatchObject({ joinedAt: minutes(0), unread: { count: 3 }, repliedAt: null })
      const conversationId = line?.id ?? ''
      const { messages } = await alice.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ seq, authorId, createdAt }) => [seq, authorId, createdAt])).toEqual([
        [1, 'bob', minutes(1)],
        [2, 'alice', minutes(2)],
        [3, 'bob', minutes(3)],
      ])
      expect(messages[1]).toMatchObject({ replyTo: first?.id, editedAt: minutes(5), verb: 'answer' })
      expect((await alice.messages.search({ query: 'heron' })).hits.map(({ message }) => message.id)).toEqual([
        first?.id,
      ])
      expect((await alice.messages.stats({ conversationId, by: ['author'] })).rows.map(({ count }) => count)).toEqual([
        2, 1,
      ])
      expect((await alice.inbox.unread({})).messages.count).toBe(2)
      expect((await alice.conversations.get({ conversationId })).me.repliedAt).toBe(minutes(2))
      const sent = await carol.messages.send({ conversationId, body: 'hello again' })
      expect(sent).toMatchObject({ seq: 4, revision: 2 })
    }),
  },
  {
    name: 'importing twice changes nothing and logs nothing',
    proves: ['import', 'log'],
    run: withMessaging(async (messaging, store) => {
      const world = oldWorld(['alice', 'bob'], [['bob'], ['alice']])
      await messaging.import(world)
      const { snapshot } = await store.log({ after: null, limit: 1 })
      expect(await messaging.import(world)).toEqual({
        imported: counting({}),
        existing: counting({ conversations: 1, members: 2, messages: 2 }),
        conflicts: [],
      })
      expect((await store.log({ after: snapshot, limit: 9 })).changes).toEqual([])
      const more = oldMessage(world.conversations[0].id, 'bob', 9)
      await messaging.import({ ...world, messages: [...world.messages, more] })
      expect(await seqsOf(store, 'alice', more.conversationId)).toEqual([1, 2, 3])
    }),
  },
  {
    name: 'one change for each conversation tells its members of an import, and nothing tells others',
    proves: ['import', 'feed', 'log'],
    run: withMessaging(async (messaging, store) => {
      const { snapshot: after } = await store.log({ after: null, limit: 1 })
      const world = oldWorld(['alice', 'bob'], [['bob'], ['alice']])
      await messaging.import(world)
      const { id } = world.conversations[0]
      const { changes } = await store.log({ after, limit: 9 })
      expect(changes).toHaveLength(1)
      expect(changes[0]).toMatchObject({ audience: 'members', founders: ['alice', 'bob'], conversationRevision: 1 })
      expect(changes[0]?.change).toMatchObject({ type: 'conversation.imported', conversationId: id, revision: 1 })
      const told = async (userId: string): Promise<number> => {
        const feed = await store.feed(userId, { after, limit: 9 })
        return feed === 'resync' ? -1 : feed.changes.length
      }
      expect([await told('alice'), await told('bob'), await told('carol')]).toEqual([1, 1, 0])
      await messaging.import({ messages: [oldMessage(id, 'bob', 7), oldMessage(id, 'bob', 8)] })
      expect([await told('alice'), await told('carol')]).toEqual([2, 0])
      await assertDenseLog(store, after)
    }),
  },
  {
    name: 'conversations of which there is one are found or made by an import',
    proves: ['import'],
    run: withMessaging(async (messaging) => {
      const target = { type: 'project', id: '1' }
      const common = { createdBy: 'alice', createdAt: minutes(0) }
      const direct = { ...common, id: directId('alice', 'bob'), kind: 'direct', between: ['alice', 'bob'] } as const
      const room = { ...common, id: roomId(target), kind: 'room', target, visibility: 'public' } as const
      const channel = { ...common, id: channelId(target), kind: 'channel', target } as const
      const bob = messaging.as('bob')
      const opened = await bob.conversations.startDirect({ userId: 'alice' })
      expect(opened.id).toBe(direct.id)
      const result = await messaging.import({
        conversations: [direct, room, channel],
        members: [oldMember(direct.id, 'alice'), oldMember(room.id, 'alice'), oldMember(channel.id, 'alice')],
        messages: [oldMessage(direct.id, 'alice', 1), oldMessage(channel.id, 'alice', 1)],
      })
      expect(result).toEqual({
        imported: counting({ conversations: 2, members: 1, messages: 2 }),
        existing: counting({ conversations: 1 }),
        conflicts: [
          { pointer: '/members/0', code: 'forbidden' },
          { pointer: '/members/2', code: 'forbidden' },
        ],
      })
      expect((await bob.inbox.unread({})).messages.count).toBe(1)
      const other = { ...direct, id: directId('alice', 'carol'), between: ['alice', 'carol'] }
      await messaging.import({ conversations: [other], messages: [oldMessage(other.id, 'carol', 2)] })
      const { conversations } = await messaging.as('carol').inbox.list({})
      expect(conversations).toMatchObject([{ id: other.id, kind: 'direct', memberCount: 2, lastSeq: 1 }])
      expect((await messaging.as('alice').conversations.startDirect({ userId: 'carol' })).lastSeq).toBe(1)
    }),
  },
  {
    name: 'what an import cannot keep is told and changes nothing, the rest stands',
    proves: ['import'],
    run: withMessaging(async (messaging, store) => {
      const world = oldWorld(['alice', 'bob'], [['bob'], ['alice']])
      await messaging.import(world)
      const { id } = world.conversations[0]
      const [first = oldMessage(id, 'bob', 1), purged = first] = world.messages
      await messaging.asService('moderation').messages.purge({ messageId: purged.id })
      const doomed = await messaging.as('alice').conversations.startGroup({ userIds: ['bob'] })
      await messaging.as('alice').conversations.delete({ conversationId: doomed.id })
      const fresh = oldMessage(id, 'bob', 3)
      const result = await messaging.import({
        conversations: [{ ...oldGroup(id), title: 'another title' }, oldGroup(doomed.id)],
        members: [{ ...oldMember(id, 'bob'), joinedAt: minutes(1) }, oldMember(newId(), 'bob')],
        messages: [
          { ...first, body: 'other words' },
          purged,
          oldMessage(doomed.id, 'bob', 3),
          { ...oldMessage(id, 'bob', 3), replyTo: newId() },
          fresh,
        ],
      })
      expect(result.imported).toEqual(counting({ messages: 1 }))
      expect(result.conflicts).toEqual([
        { pointer: '/conversations/0', code: 'idempotency_mismatch' },
        { pointer: '/conversations/1', code: 'gone' },
        { pointer: '/members/0', code: 'idempotency_mismatch' },
        { pointer: '/members/1', code: 'not_found' },
        { pointer: '/messages/0', code: 'idempotency_mismatch' },
        { pointer: '/messages/1', code: 'gone' },
        { pointer: '/messages/2', code: 'gone' },
        { pointer: '/messages/3', code: 'not_found' },
      ])
      expect(await seqsOf(store, 'bob', id)).toEqual([1, 3])
    }),
  },
  {
    name: 'an import answers only what is in its conversation, or comes there with it',
    proves: ['import'],
    run: withMessaging(async (messaging, store) => {
      const [here, elsewhere] = [oldWorld(['alice'], [['alice']]), oldWorld(['alice'], [['alice']])]
      await messaging.import(here)
      await messaging.import(elsewhere)
      const { id } = here.conversations[0]
      const [[there], [foreign]] = [here.messages, elsewhere.messages]
      const answer = (to: string | undefined) => ({ ...oldMessage(id, 'alice', 9), replyTo: to ?? null })
      const taken = { ...oldMessage(id, 'alice', 2), id: foreign?.id ?? '' }
      const [toTaken, toNothing, toThere] = [answer(taken.id), answer(newId()), answer(there?.id)]
      const [after, later] = [answer(toTaken.id), answer(toNothing.id)]
      const messages = [later, taken, toTaken, after, toNothing, toThere, answer(toThere.id), answer(foreign?.id)]
      const { conflicts } = await messaging.import({ messages })
      expect(conflicts).toEqual([
        { pointer: '/messages/0', code: 'not_found' },
        { pointer: '/messages/1', code: 'idempotency_mismatch' },
        { pointer: '/messages/2', code: 'not_found' },
        { pointer: '/messages/3', code: 'not_found' },
        { pointer: '/messages/4', code: 'not_found' },
        { pointer: '/messages/7', code: 'not_found' },
      ])
      expect(await seqsOf(store, 'alice', id)).toEqual([1, 2, 3])
      expect((await messaging.import({ messages })).conflicts).toEqual(conflicts)
    }),
  },
  {
    name: 'who is but named in what was imported can be erased from it',
    proves: ['import', 'accounts'],
    run: withMessaging(async (messaging, store) => {
      const world = oldWorld(['bob'], [['bob']])
      const messages = world.messages.map((message) => ({ ...message, mentions: ['zoe'] }))
      const refused = { ...oldMessage(newId(), 'bob', 1), mentions: ['zoe'] }
      const batch = { ...world, messages: [...messages, refused] }
      expect((await messaging.import(batch)).conflicts).toEqual([{ pointer: '/messages/1', code: 'not_found' }])
      await messaging.import(batch)
      const { id } = world.conversations[0]
      for (const userId of ['alice', 'zoe']) {
        expect(await store.accounts.places(userId, { limit: 9 })).toEqual([id])
        await messaging.as(userId).account.erase()
      }
      const { createdBy } = await messaging.as('bob').conversations.get({ conversationId: id })
      const [message] = (await messaging.as('bob').messages.list({ conversationId: id })).messages
      expect([createdBy, ...(message?.mentions ?? [])].map(isErased)).toEqual([true, true])
      await messaging.import(batch)
      for (const userId of ['alice', 'zoe']) expect(await store.accounts.places(userId, { limit: 9 })).toEqual([])
    }),
  },
  {
    name: 'what somebody wrote is handed out to them with its text, also where it was imported after they had left',
    proves: ['import', 'accounts'],
    run: withMessaging(async (messaging) => {
      const world = oldWorld(['alice', 'bob'], [['bob', 'then']])
      const { id: conversationId } = world.conversations[0]
      await messaging.import(world)
      await messaging.as('bob').members.leave({ conversationId })
      await messaging.import({ messages: [oldMessage(conversationId, 'bob', 2, 'found later')] })
      const { records } = await messaging.as('bob').account.export({})
      const bodies = records.flatMap((record) => (record.type === 'message' ? [record.message?.body] : []))
      expect(bodies).toEqual(['then', 'found later'])
    }),
  },
  {
    name: 'imports racing sends number densely',
    proves: ['import', 'commit'],
    run: withMessaging(async (messaging, store) => {
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const world = oldWorld(['alice', 'bob'], [])
      await messaging.import(world)
      const conversationId = world.conversations[0].id
      const alice = messaging.as('alice')
      const batches = upTo(6).map((n) => upTo(5).map((m) => oldMessage(conversationId, 'bob', n * 10 + m)))
      const twice = [...batches, ...batches]
      await Promise.all([
        ...twice.map((messages) => messaging.import({ messages })),
        ...upTo(20).map((n) => alice.messages.send({ conversationId, body: `sent ${n}` })),
      ])
      expect(await seqsOf(store, 'bob', conversationId)).toEqual(upTo(50))
      expect((await messaging.as('bob').inbox.unread({})).messages.count).toBe(20)
      await assertDenseLog(store, snapshot)
    }),
  },
  {
    name: 'a batch that is wrong anywhere is refused whole, with each wrong place named',
    proves: ['import'],
    run: withMessaging(async (messaging, store) => {
      const world = oldWorld(['alice'], [['alice']])
      const [group] = world.conversations
      const [said = oldMessage(group.id, 'alice', 1)] = world.messages
      const wrong = {
        ...world,
        conversations: [group, { ...group, id: directId('alice', 'bob'), kind: 'direct' as const }],
        messages: [
          said,
          said,
          { ...said, id: newId(), body: null },
          { ...said, id: newId(), createdAt: '2999-01-01T00:00:00.000Z' },
        ],
      }
      const refused = await messaging.import(wrong).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'invalid' })
      expect(refused).toHaveProperty('places', [
        { pointer: '/conversations/1/between', message: 'must be the two users of a direct, and of nothing else' },
        { pointer: '/messages/2/body', message: 'must be null for a message that was retracted, and for no other' },
        { pointer: '/messages/3/createdAt', message: 'must not be in the future' },
      ])
      await expectRefusal(messaging.import({ messages: [said, said] }), 'invalid')
      expect(await store.messages('alice', group.id, { order: 'asc', limit: 9 })).toBeNull()
    }),
  },
]
