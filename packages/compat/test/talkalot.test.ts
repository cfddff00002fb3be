import { MsgError } from '@msg/core'
import type { Message, Messaging } from '@msg/core'
import { eventually, expectRefusal } from '@msg/testing'
import { talkalot, talkalotListeners } from '@msg/compat/talkalot'
import type { MessageSent, Talkalot } from '@msg/compat/talkalot'
import { describe, expect, it } from 'vitest'
import { onEachStore } from './each-store.ts'

onEachStore((open) => {
  const start = async (): Promise<Talkalot & { readonly messaging: Messaging }> => {
    const messaging = await open()
    return { ...talkalot(messaging), messaging }
  }

  const send = ({ sendToUsers }: Talkalot, sender: string, ...recipients: readonly string[]): Promise<Message> =>
    sendToUsers({ body: `${sender} to ${recipients.join()}`, sender, recipients })

  const inboxOf = async ({ inboxFor }: Talkalot, user: string) => (await inboxFor({ user })).participations

  const sizes = (talk: Talkalot, ...users: readonly string[]) =>
    Promise.all(users.map(async (user) => (await inboxOf(talk, user)).length))

  const membersIn = async ({ participation }: Talkalot, user: string, conversation: string) =>
    (await participation({ user, conversation })).conversation.memberIds.toSorted()

  const textsFor = async (messaging: Messaging, user: string, conversationId: string) => {
    const { messages } = await messaging.as(user).messages.list({ conversationId, order: 'asc' })
    return messages.map(({ body }) => body)
  }

  const countIn = async ({ participation }: Talkalot, user: string, conversation: string) =>
    (await participation({ user, conversation })).conversation.lastSeq

  describe('sending to people', () => {
    it('case 1: a pair has one conversation, whoever sends', async () => {
      const talk = await start()
      const a = await send(talk, 'alice', 'bob')
      const b = await send(talk, 'bob', 'alice')
      expect(b.conversationId).toBe(a.conversationId)
      const { conversation, latestMessage } = await talk.participation({ user: 'bob', conversation: a.conversationId })
      expect(conversation).toMatchObject({ kind: 'direct', createdBy: 'alice', memberCount: 2, lastSeq: 2 })
      expect([a.seq, b.seq]).toEqual([1, 2])
      expect(latestMessage?.id).toBe(b.id)
    })

    it('case 2: a group has one conversation, whoever sends', async () => {
      const talk = await start()
      const a = await send(talk, 'alice', 'bob', 'dave')
      const b = await send(talk, 'bob', 'alice', 'dave', 'bob')
      expect(b.conversationId).toBe(a.conversationId)
      expect(await membersIn(talk, 'dave', a.conversationId)).toEqual(['alice', 'bob', 'dave'])
      const { conversation } = await talk.participation({ user: 'dave', conversation: a.conversationId })
      expect(conversation).toMatchObject({ createdBy: 'alice', lastSeq: 2 })
    })

    it('case 3: some of a group have another conversation', async () => {
      const talk = await start()
      const group = await send(talk, 'alice', 'bob', 'dave')
      const pair = await send(talk, 'alice', 'bob')
      expect(pair.conversationId).not.toBe(group.conversationId)
      const { conversation } = await talk.participation({ user: 'bob', conversation: pair.conversationId })
      expect(conversation).toMatchObject({ kind: 'direct', memberCount: 2, lastSeq: 1 })
    })

    it('recipients may be what a query yields', async () => {
      const talk = await start()
      const query = async function* () {
        yield 'bob'
        yield 'carol'
      }
      const { conversationId } = await talk.sendToUsers({ body: 'hi', sender: 'alice', recipients: query() })
      expect(await membersIn(talk, 'carol', conversationId)).toEqual(['alice', 'bob', 'carol'])
    })

    it('case 4: nobody is no recipient; case 5: neither is oneself; nothing is stored', async () => {
      const talk = await start()
      await expectRefusal(send(talk, 'alice'), 'no_recipients')
      await expectRefusal(send(talk, 'alice', 'alice'), 'self_message')
      expect(await sizes(talk, 'alice')).toEqual([0])
    })
  })

  describe('sending to a conversation', () => {
    it('case 6: who is no member is refused, and nothing changes', async () => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob')
      await send(talk, 'bob', 'alice')
      await expectRefusal(talk.sendToConversation({ body: 'x', sender: 'eve', conversation }), 'not_found')
      expect(await membersIn(talk, 'alice', conversation)).toEqual(['alice', 'bob'])
      expect(await countIn(talk, 'alice', conversation)).toBe(2)
    })

    it('case 7: new people in a pair make another conversation, without its history', async () => {
      const talk = await start()
      const { conversationId: pair } = await send(talk, 'alice', 'bob')
      await send(talk, 'bob', 'alice')
      const input = { body: 'x', sender: 'alice', conversation: pair, newParticipants: ['carol'] }
      const sent = await talk.sendToConversation(input)
      expect(sent).toMatchObject({ seq: 1, replyTo: null })
      expect(sent.conversationId).not.toBe(pair)
      expect(await membersIn(talk, 'carol', sent.conversationId)).toEqual(['alice', 'bob', 'carol'])
      expect(await membersIn(talk, 'alice', pair)).toEqual(['alice', 'bob'])
      expect(await countIn(talk, 'alice', pair)).toBe(2)
      await expectRefusal(talk.participation({ user: 'carol', conversation: pair }), 'not_found')
    })

    it('case 8: new people in a group see its history', async () => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob', 'dave')
      const newParticipants = ['carol']
      const sent = await talk.sendToConversation({ body: 'x', sender: 'bob', conversation, newParticipants })
      expect(sent).toMatchObject({ conversationId: conversation, seq: 2 })
      expect(await membersIn(talk, 'carol', conversation)).toEqual(['alice', 'bob', 'carol', 'dave'])
      expect(await textsFor(talk.messaging, 'carol', conversation)).toEqual(['alice to bob,dave', 'x'])
    })

    it('people are invited into a group without a message too', async () => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob', 'dave')
      const { id, memberCount } = await talk.addParticipants({ conversation, users: ['carol', 'eve'], by: 'dave' })
      expect({ id, memberCount }).toEqual({ id: conversation, memberCount: 5 })
    })
  })

  describe('leaving and coming back', () => {
    it('case 9: a pair is not left, and says so', async () => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob')
      await expectRefusal(talk.revoke({ user: 'alice', conversation }), 'direct_cannot_be_left')
      expect(await membersIn(talk, 'bob', conversation)).toEqual(['alice', 'bob'])
      expect((await talk.sendToConversation({ body: 'x', sender: 'alice', conversation })).seq).toBe(2)
    })

    it('cases 10, 11 and 12: who left a group does not write or come back, until another invites them', async () => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob', 'dave')
      const left = await talk.revoke({ user: 'alice', conversation })
      expect(left).toMatchObject({ status: 'left', deletedAt: expect.any(String) })
      await expectRefusal(talk.sendToConversation({ body: 'x', sender: 'alice', conversation }), 'not_a_member')
      await expectRefusal(talk.reinstate({ user: 'alice', conversation, by: 'alice' }), 'reinvite_required')
      expect(await membersIn(talk, 'bob', conversation)).toEqual(['bob', 'dave'])
      expect(await countIn(talk, 'bob', conversation)).toBe(1)
      const newParticipants = ['alice']
      const sent = await talk.sendToConversation({ body: 'x', sender: 'bob', conversation, newParticipants })
      expect(sent.conversationId).toBe(conversation)
      expect(await membersIn(talk, 'alice', conversation)).toEqual(['alice', 'bob', 'dave'])
      expect(await textsFor(talk.messaging, 'alice', conversation)).toEqual(['alice to bob,dave', 'x'])
    })

    it.each(['bob', 'service:support'])('%s brings back who left', async (by) => {
      const talk = await start()
      const { conversationId: conversation } = await send(talk, 'alice', 'bob', 'dave')
      await talk.revoke({ user: 'alice', conversation })
      await talk.sendToConversation({ body: 'while away', sender: 'bob', conversation })
      expect(await talk.reinstate({ user: 'alice', conversation, by })).toMatchObject({
        status: 'active',
        deletedAt: null,
        isRead: false,
        latestMessage: { body: 'while away' },
      })
    })
  })

  describe('the inbox', () => {
    it('cases 13 and 18: has each conversation once, latest first, and not those that were left', async () => {
      const talk = await start()
      await send(talk, 'alice', 'bob')
      await send(talk, 'alice', 'carol')
      await send(talk, 'alice', 'dave')
      await send(talk, 'alice', 'bob')
      const group = await send(talk, 'alice', 'bob', 'dave')
      await send(talk, 'bob', 'alice')
      await send(talk, 'carol', 'bob')
      expect(await sizes(talk, 'alice', 'bob', 'carol', 'dave')).toEqual([4, 3, 2, 2])
      expect((await inboxOf(talk, 'alice')).map(({ latestMessage }) => latestMessage?.body)).toEqual([
        'bob to alice',
        'alice to bob,dave',
        'alice to dave',
        'alice to carol',
      ])
      for (const { conversation, latestMessage } of await inboxOf(talk, 'alice'))
        expect(conversation).toMatchObject({ id: latestMessage?.conversationId, lastSeq: latestMessage?.seq })
      await talk.revoke({ user: 'alice', conversation: group.conversationId })
      expect(await sizes(talk, 'alice')).toEqual([3])
      const all: string[] = []
      for await (const { status } of talk.containingParticipant('alice')) all.push(status)
      expect(all).toEqual(['active', 'active', 'active', 'left'])
    })

    it('comes page by page', async () => {
      const talk = await start()
      for (const other of ['bob', 'carol', 'dave']) await send(talk, 'alice', other)
      const { participations, next } = await talk.inboxFor({ user: 'alice', limit: 2 })
      expect(participations).toHaveLength(2)
      const rest = await talk.inboxFor({ user: 'alice', after: next ?? '' })
      expect(rest).toMatchObject({ participations: [{ latestMessage: { body: 'alice to bob' } }], next: null })
    })

    it('case 14: counts the conversations with something unread', async () => {
      const talk = await start()
      const unread = () => Promise.all(['alice', 'bob', 'carol', 'dave'].map(talk.unreadFor))
      const { conversationId: pair } = await send(talk, 'alice', 'bob')
      const { conversationId: other } = await send(talk, 'alice', 'carol')
      await send(talk, 'alice', 'dave')
      await send(talk, 'alice', 'bob')
      await send(talk, 'alice', 'bob', 'dave')
      expect(await unread()).toEqual([0, 2, 1, 2])
      await send(talk, 'bob', 'alice')
      expect(await unread()).toEqual([1, 2, 1, 2])
      await talk.read({ user: 'bob', conversation: pair })
      await talk.read({ user: 'carol', conversation: other })
      expect(await unread()).toEqual([1, 1, 0, 2])
    })

    it('case 15: replying is not reading', async () => {
      const talk = await start()
      const people = ['alice', 'bob', 'carol', 'dave'] as const
      const { conversationId: conversation } = await send(talk, 'alice', 'bob', 'carol', 'dave')
      const standing = async () => {
        const all = await Promise.all(people.map((user) => talk.participation({ user, conversation })))
        return all.map(({ isRead, repliedAt }) => `${isRead ? 'read' : '-'} ${repliedAt === null ? '-' : 'replied'}`)
      }
      expect(await standing()).toEqual(['read replied', '- -', '- -', '- -'])
      await talk.sendToConversation({ body: 'b', sender: 'bob', conversation })
      expect(await standing()).toEqual(['- replied', '- replied', '- -', '- -'])
      await talk.read({ user: 'bob', conversation })
      await talk.read({ user: 'carol', conversation })
      expect(await standing()).toEqual(['- replied', 'read replied', 'read -', '- -'])
      await talk.sendToConversation({ body: 'c', sender: 'carol', conversation })
      expect(await standing()).toEqual(['- replied', '- replied', 'read replied', '- -'])
    })
  })

  it('case 17: a send that fails in the storage adds nobody, keeps nothing and is not heard of', async () => {
    const signals = talkalotListeners()
    let isBroken = false
    const messaging = await open({ plugins: [signals.plugin] }, (store) => ({
      ...store,
      commit: async (items) =>
        isBroken
          ? Promise.reject(new MsgError('unavailable', 'the disk is gone', { outcome: 'none' }))
          : store.commit(items),
    }))
    const talk = talkalot(messaging)
    const heard: (string | null)[] = []
    signals.onMessageSent(({ message }) => void heard.push(message.body))
    const { conversationId: conversation } = await talk.sendToUsers({
      body: 'a',
      sender: 'alice',
      recipients: ['bob', 'dave'],
    })
    isBroken = true
    const invite = { sender: 'bob', conversation, newParticipants: ['carol'] }
    await expectRefusal(talk.sendToConversation({ ...invite, body: 'b' }), 'unavailable')
    isBroken = false
    expect(await membersIn(talk, 'alice', conversation)).toEqual(['alice', 'bob', 'dave'])
    expect(await textsFor(messaging, 'dave', conversation)).toEqual(['a'])
    await talk.sendToConversation({ ...invite, body: 'c' })
    expect(await membersIn(talk, 'alice', conversation)).toEqual(['alice', 'bob', 'carol', 'dave'])
    await eventually(() => expect(heard).toEqual(['a', 'c']))
  })

  describe('signals', () => {
    it('case 16: one send is heard of once, with everybody; a refused one is not', async () => {
      const signals = talkalotListeners()
      const talk = talkalot(await open({ plugins: [signals.plugin] }))
      const heard: MessageSent[] = []
      const deaf: MessageSent[] = []
      signals.onMessageSent(() => {
        throw new Error('a receiver of the host fails')
      })
      signals.onMessageSent((event) => void heard.push(event))
      signals.onMessageSent((event) => void deaf.push(event))()
      await expectRefusal(send(talk, 'alice', 'alice'), 'self_message')
      const message = await send(talk, 'alice', 'bob', 'carol')
      await send(talk, 'alice', 'dave')
      await eventually(() => expect(heard).toHaveLength(2))
      expect(heard.find((event) => event.message.id === message.id)).toMatchObject({ fromUser: 'alice' })
      expect(heard.flatMap(({ to }) => to).toSorted()).toEqual(['bob', 'carol', 'dave'])
      expect(deaf).toEqual([])
    })
  })
})
