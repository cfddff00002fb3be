import { createMessaging, directId } from '@msg/core'
import { expect, onTestFinished, test } from 'vitest'
import { openSource, runImport, talkalotImporter } from '../../src/importers/index.ts'
import { secondsIn, toldAs, writeDump } from './fixture.ts'

const [alice, bob, carol, dave] = [1, 2, 3, 4]

const taking = (
  id: number,
  conversation: number,
  user: number,
  readAt: number | null,
  leftAt: number | null = null,
) => ({
  id,
  conversation_id: conversation,
  user_id: user,
  read_at: readAt === null ? null : secondsIn(readAt),
  replied_at: null,
  deleted_at: leftAt === null ? null : secondsIn(leftAt),
})

const said = (id: number, conversation: number, sender: number, at: number) => ({
  id,
  conversation_id: conversation,
  parent_id: null,
  sender_id: sender,
  sent_at: secondsIn(at),
  body: `message ${id}`,
})

const tables = {
  talkalot_conversation: [
    { id: 1, creator_id: alice, latest_message_id: 3 },
    { id: 2, creator_id: bob, latest_message_id: 6 },
    { id: 3, creator_id: alice, latest_message_id: null },
    // Of the same pair as the first, as its code could leave them.
    { id: 4, creator_id: bob, latest_message_id: 7 },
  ],
  talkalot_participation: [
    taking(1, 1, alice, 30),
    taking(2, 1, bob, null),
    taking(3, 2, alice, 45),
    taking(4, 2, bob, 60),
    taking(5, 2, carol, null, 45),
    taking(6, 2, dave, 60),
    taking(7, 3, alice, null),
    taking(8, 4, alice, 70),
    taking(9, 4, bob, 70),
  ],
  talkalot_message: [
    said(1, 1, alice, 10),
    said(2, 1, bob, 30),
    said(3, 1, bob, 30),
    said(4, 2, bob, 40),
    said(5, 2, carol, 42),
    said(6, 2, dave, 50),
    said(7, 4, alice, 70),
  ],
}

test('django-talkalot is here as it was there: private ones are directs, who left has left, what is unread is', async () => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const source = await openSource(await writeDump(tables))
  const summary = await runImport({ importer: talkalotImporter, source, messaging })
  expect(summary.imported).toMatchObject({ conversations: 2, members: 4, messages: 7, aliases: 7 })
  expect(summary.skipped).toEqual({ nothing_was_said: 1 })

  const conversationId = directId('1', '2')
  const direct = await messaging.as('1').messages.list({ conversationId, order: 'asc' })
  expect(direct.messages.map(({ body, createdAt }) => [body, createdAt])).toEqual(
    [
      ['message 1', 10],
      ['message 2', 30],
      ['message 3', 30],
      ['message 7', 70],
    ].map(([body, at]) => [body, toldAs(secondsIn(Number(at)))]),
  )
  const group = (await messaging.as('4').inbox.list({ kind: 'group' })).conversations[0]
  expect(group).toMatchObject({ memberCount: 3, memberIds: ['1', '2', '4'], createdAt: toldAs(secondsIn(40)) })
  expect((await messaging.as('3').inbox.list({})).conversations).toEqual([])
  const seenByCarol = await messaging.as('3').messages.list({ conversationId: group?.id ?? '', order: 'asc' })
  expect(seenByCarol.messages.map(({ body }) => body)).toEqual(['message 4', 'message 5'])

  const unread = async (user: number) => (await messaging.as(String(user)).inbox.unread({})).conversations.count
  // Bob had never read what alice wrote first, but what came last between the two.
  expect([await unread(alice), await unread(bob), await unread(carol), await unread(dave)]).toEqual([1, 0, 0, 0])
  const sent = await messaging.as('2').messages.sendToUsers({ userIds: ['4', '1'], body: 'to the three who are left' })
  expect(sent.conversation.id).toBe(group?.id)
})
