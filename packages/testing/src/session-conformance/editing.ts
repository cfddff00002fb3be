import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { inShort } from './live-events.ts'
import { withThree } from './with-sessions.ts'

export const editingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'an edit changes the text for everybody and keeps number, time and unread; earlier texts are kept',
    proves: ['messages.edit', 'messages.revisions'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const sent = await alice.messages.send({ conversationId, body: 'helo' })
      await bob.receipts.markRead({ conversationId, seq: 1 })
      const { message: last } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'since' })
      const { cursor } = await bob.live.read()
      const edited = await alice.messages.edit({ messageId: sent.id, body: 'hello' })
      expect(edited).toEqual({ ...sent, body: 'hello', editedAt: edited.editedAt, revision: sent.revision + 1 })
      expect(edited.editedAt).not.toBeNull()
      expect(await bob.messages.get({ messageId: sent.id })).toEqual(edited)
      expect(await alice.messages.edit({ messageId: sent.id, body: 'hello' })).toEqual(edited)
      expect((await bob.live.read({ after: cursor })).changes.map(inShort)).toEqual(['message.edited 1 hello'])
      expect((await bob.conversations.get({ conversationId })).me.unread.count).toBe(0)
      expect((await bob.inbox.list()).conversations.map(({ id }) => id)).toEqual([last.conversationId, conversationId])
      const { revisions } = await bob.messages.revisions({ messageId: sent.id })
      expect(revisions).toEqual([
        { body: 'helo', at: sent.createdAt },
        { body: 'hello', at: edited.editedAt },
      ])
    }),
  },
  {
    name: 'only its author edits or retracts a message',
    proves: ['messages.edit', 'messages.retract'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await bob.conversations.startGroup({ userIds: ['alice', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'mine' })
      expect((await expectRefusal(bob.messages.edit({ messageId, body: 'ours' }), 'forbidden')).reason).toBe(
        'not_author',
      )
      expect((await expectRefusal(bob.messages.retract({ messageId }), 'forbidden')).reason).toBe('not_author')
      expect((await bob.messages.get({ messageId })).body).toBe('mine')
    }),
  },
  {
    name: 'a retracted message keeps its number and nothing else, for everybody',
    proves: ['messages.retract', 'messages.revisions', 'messages.list', 'inbox.unread'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const sent = await alice.messages.send({ conversationId, body: 'secret', mentions: ['bob'] })
      const { id: messageId } = sent
      await alice.messages.edit({ messageId, body: 'secret indeed' })
      await bob.reactions.add({ messageId, emoji: '👀' })
      await bob.messages.pin({ messageId })
      await alice.messages.send({ conversationId, body: 'after' })
      const { cursor } = await bob.live.read()
      const retracted = await alice.messages.retract({ messageId })
      expect(retracted).toMatchObject({
        id: messageId,
        seq: 1,
        body: null,
        mentions: [],
        attachments: [],
        reactions: [],
        pinnedAt: null,
      })
      expect(retracted.retractedAt).not.toBeNull()
      expect(await alice.messages.retract({ messageId })).toEqual(retracted)
      expect(await bob.messages.get({ messageId })).toEqual(retracted)
      expect((await bob.messages.revisions({ messageId })).revisions).toEqual([])
      expect(
        (await bob.messages.list({ conversationId, order: 'asc' })).messages.map(({ seq, body }) => [seq, body]),
      ).toEqual([
        [1, null],
        [2, 'after'],
      ])
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(({ type, subject }) => [type, subject])).toEqual([['message.retracted', retracted]])
      expect((await bob.inbox.unread()).messages.count).toBe(1)
      expect(JSON.stringify(await bob.inbox.list())).not.toContain('secret')
    }),
  },
  {
    name: 'nothing more happens to a retracted message',
    proves: ['messages.edit', 'messages.pin', 'messages.unpin', 'reactions.add', 'reactions.remove'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'gone' })
      const retracted = await alice.messages.retract({ messageId })
      await expectRefusal(alice.messages.edit({ messageId, body: 'back' }), 'message_retracted')
      await expectRefusal(alice.messages.pin({ messageId }), 'message_retracted')
      await expectRefusal(alice.reactions.add({ messageId, emoji: '👍' }), 'message_retracted')
      await expectRefusal(alice.reactions.remove({ messageId, emoji: '👍' }), 'message_retracted')
      expect(await alice.messages.unpin({ messageId })).toEqual(retracted)
    }),
  },
  {
    name: 'an edit racing a retraction loses: what is retracted stays empty',
    proves: ['messages.edit', 'messages.retract'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(10)) {
        const { id: messageId } = await alice.messages.send({ conversationId, body: `${n}` })
        await Promise.allSettled([
          alice.messages.edit({ messageId, body: 'edited' }),
          alice.messages.retract({ messageId }),
          alice.messages.edit({ messageId, body: 'edited again' }),
        ])
        expect((await bob.messages.get({ messageId })).body).toBeNull()
      }
    }),
  },
  {
    name: 'a send repeated after its message was edited or retracted answers the message as it is now',
    proves: ['messages.send', 'messages.edit', 'messages.retract'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const send = { conversationId, id: newId(), body: 'once' }
      await alice.messages.send(send)
      const edited = await alice.messages.edit({ messageId: send.id, body: 'edited' })
      expect(await alice.messages.send(send)).toEqual(edited)
      await expectRefusal(alice.messages.send({ ...send, body: 'edited' }), 'idempotency_mismatch')
      const retracted = await alice.messages.retract({ messageId: send.id })
      expect(await alice.messages.send(send)).toEqual(retracted)
    }),
  },
  {
    name: 'hiding a message takes it from my view only, and it no longer counts for me',
    proves: ['messages.hide'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const first = await alice.messages.send({ conversationId, body: 'one' })
      const second = await alice.messages.send({ conversationId, body: 'two' })
      const [mine, theirs] = [await bob.live.read(), await alice.live.read()]
      await bob.messages.hide({ messageId: second.id })
      await bob.messages.hide({ messageId: second.id })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([first])
      await expectRefusal(bob.messages.get({ messageId: second.id }), 'not_found')
      const seen = await bob.conversations.get({ conversationId })
      expect(seen.lastMessage).toEqual(first)
      expect(seen.me.unread.count).toBe(1)
      expect((await bob.inbox.unread()).messages.count).toBe(1)
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
      const { changes } = await bob.live.read({ after: mine.cursor })
      expect(changes.map(({ type, revision, subject }) => [type, revision, subject])).toEqual([
        ['message.hidden', null, { conversationId, messageId: second.id, userId: 'bob' }],
      ])
      expect((await alice.live.read({ after: theirs.cursor })).changes).toEqual([])
      await alice.messages.edit({ messageId: second.id, body: 'two again' })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([first])
    }),
  },
  {
    name: 'what I have hidden is gone for me: acting on it, and answering it, is refused and changes nothing',
    proves: ['messages.hide', 'messages.edit', 'messages.retract', 'messages.pin', 'reactions.add', 'messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const sent = await alice.messages.send({ conversationId, body: 'mine' })
      const { id: messageId } = sent
      const hidden = await alice.messages.hide({ messageId })
      const { cursor } = await bob.live.read()
      const attempts = [
        () => alice.messages.edit({ messageId, body: 'changed' }),
        () => alice.messages.retract({ messageId }),
        () => alice.messages.pin({ messageId }),
        () => alice.messages.unpin({ messageId }),
        () => alice.reactions.add({ messageId, emoji: '👍' }),
        () => alice.reactions.remove({ messageId, emoji: '👍' }),
        () => alice.messages.revisions({ messageId }),
        () => alice.messages.send({ conversationId, body: 'answer', replyTo: messageId }),
      ]
      for (const attempt of attempts) await expectRefusal(attempt(), 'not_found')
      expect((await bob.live.read({ after: cursor })).changes).toEqual([])
      expect(await bob.messages.get({ messageId })).toEqual(sent)
      expect(await alice.messages.hide({ messageId })).toEqual(hidden)
    }),
  },
  {
    name: 'who left sees the texts, reactions and pins of then; what is retracted later is empty for them too',
    proves: ['members.leave', 'messages.edit', 'messages.retract', 'messages.list', 'messages.revisions'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const kept = await alice.messages.send({ conversationId, body: 'then' })
      const taken = await alice.messages.send({ conversationId, body: 'oops' })
      await carol.reactions.add({ messageId: kept.id, emoji: '👍' })
      await bob.members.leave({ conversationId })
      const before = await bob.messages.get({ messageId: kept.id })
      await alice.messages.edit({ messageId: kept.id, body: 'now' })
      await carol.reactions.add({ messageId: kept.id, emoji: '🎉' })
      await alice.messages.pin({ messageId: kept.id })
      await alice.messages.retract({ messageId: taken.id })
      const later = await bob.messages.get({ messageId: kept.id })
      expect({ ...later, revision: before.revision }).toEqual(before)
      expect(before).toMatchObject({ body: 'then', reactions: [{ emoji: '👍', count: 1 }], pinnedAt: null })
      expect((await bob.messages.revisions({ messageId: kept.id })).revisions.map(({ body }) => body)).toEqual(['then'])
      expect((await bob.messages.get({ messageId: taken.id })).body).toBeNull()
      expect((await bob.messages.list({ conversationId, order: 'asc' })).messages.map(({ body }) => body)).toEqual([
        'then',
        null,
      ])
      await expectRefusal(bob.messages.edit({ messageId: kept.id, body: 'x' }), 'not_a_member')
      await expectRefusal(bob.reactions.add({ messageId: kept.id, emoji: '👍' }), 'not_a_member')
      await bob.messages.hide({ messageId: kept.id })
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(1)
    }),
  },
  {
    name: 'pins are for everybody, once, and can be listed',
    proves: ['messages.pin', 'messages.unpin', 'messages.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const [first, second] = [
        await alice.messages.send({ conversationId, body: 'one' }),
        await bob.messages.send({ conversationId, body: 'two' }),
      ]
      const refusal = await expectRefusal(bob.messages.pin({ messageId: first.id }), 'forbidden')
      expect(refusal.reason).toBe('admins_only')
      const { cursor } = await bob.live.read()
      const pinned = await alice.messages.pin({ messageId: second.id })
      expect(pinned).toMatchObject({ pinnedBy: 'alice', body: 'two' })
      expect(await alice.messages.pin({ messageId: second.id })).toEqual(pinned)
      expect((await bob.messages.list({ conversationId, pinned: true })).messages).toEqual([pinned])
      expect((await alice.messages.unpin({ messageId: second.id })).pinnedAt).toBeNull()
      await alice.messages.unpin({ messageId: second.id })
      expect((await bob.messages.list({ conversationId, pinned: true })).messages).toEqual([])
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(({ type }) => type)).toEqual(['message.pinned', 'message.unpinned'])
    }),
  },
  {
    name: 'in a direct both may pin',
    proves: ['messages.pin'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const one of [alice, bob])
        expect((await one.conversations.get({ conversationId })).me.can).toMatchObject({ pin: true, rename: false })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'one' })
      expect((await bob.messages.pin({ messageId })).pinnedBy).toBe('bob')
      expect((await alice.messages.unpin({ messageId })).pinnedBy).toBeNull()
    }),
  },
  {
    name: 'a message answers one of its own conversation, and speaks to members only',
    proves: ['messages.send', 'messages.edit'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const elsewhere = await alice.conversations.startDirect({ userId: 'carol' })
      const first = await alice.messages.send({ conversationId, body: 'a question' })
      const foreign = await alice.messages.send({ conversationId: elsewhere.id, body: 'elsewhere' })
      const reply = await bob.messages.send({
        conversationId,
        body: 'an answer',
        replyTo: first.id,
        mentions: ['alice', 'alice'],
      })
      expect(reply).toMatchObject({ replyTo: first.id, mentions: ['alice'] })
      expect(await alice.messages.get({ messageId: reply.id })).toEqual(reply)
      for (const replyTo of [foreign.id, unusedId()])
        await expectRefusal(alice.messages.send({ conversationId, body: 'hm', replyTo }), 'not_found')
      const refusal = await expectRefusal(
        alice.messages.send({ conversationId, body: 'hm', mentions: ['carol'] }),
        'forbidden',
      )
      expect(refusal.reason).toBe('not_members')
      await expectRefusal(alice.messages.edit({ messageId: first.id, body: 'hm', mentions: ['carol'] }), 'forbidden')
      await alice.members.add({ conversationId, userIds: ['carol'] })
      await alice.members.remove({ conversationId, userId: 'carol' })
      for (const mentions of [['carol'], ['bob', 'carol']]) {
        await expectRefusal(alice.messages.send({ conversationId, body: 'hm', mentions }), 'forbidden')
        await expectRefusal(alice.messages.edit({ messageId: first.id, body: 'hm', mentions }), 'forbidden')
      }
      const edited = await bob.messages.edit({ messageId: reply.id, body: 'no answer', mentions: [] })
      expect(edited).toMatchObject({ mentions: [], replyTo: first.id })
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
    }),
  },
]
