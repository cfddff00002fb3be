import { createMessaging, directId, limits, roomId } from '@msg/core'
import { fakeTargets, upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { djangoMessagingImporter, openSource, runImport } from '../../src/importers/index.ts'
import { secondsIn, toldAs, writeDump, writeSqlite } from './fixture.ts'

const [dm, group, room] = ['6f3b', '7a41', '8c52'].map((head) => `${head}0000-1111-4222-8333-444444444444`)

const chat = (
  id: string | undefined,
  title: string,
  flags: { is_group: boolean; is_room: boolean },
  objectId: string | null,
) => ({
  id,
  title,
  ...flags,
  content_type_id: objectId === null ? null : 9,
  object_id: objectId,
  created_at: secondsIn(0),
  updated_at: secondsIn(0),
})

const membership = (id: number, chatId: string | undefined, user: number, role = 'member') => ({
  id,
  chat_id: chatId,
  user_id: user,
  role,
  joined_at: secondsIn(id),
})

const message = (id: number, chatId: string | undefined, sender: number, more: object = {}) => ({
  id,
  chat_id: chatId,
  sender_id: sender,
  content: `message ${id}`,
  created_at: secondsIn(100 + id),
  updated_at: secondsIn(500 + id),
  is_edited: false,
  is_deleted: false,
  attachment: '',
  ...more,
})

const receipt = (id: number, messageId: number, user: number, status: string, at: number) => ({
  id,
  message_id: messageId,
  user_id: user,
  status,
  timestamp: secondsIn(at),
})

const tables = {
  django_content_type: [{ id: 9, app_label: 'projects', model: 'project' }],
  django_messaging_chatroom: [
    chat(dm, '', { is_group: false, is_room: false }, null),
    chat(group, 'Project Team', { is_group: true, is_room: false }, null),
    chat(room, 'The room', { is_group: true, is_room: true }, '1'),
  ],
  django_messaging_chatmembership: [
    membership(1, dm, 1, 'admin'),
    membership(2, dm, 2),
    membership(3, group, 1, 'admin'),
    membership(4, group, 2),
    membership(5, group, 3),
    membership(6, room, 3),
  ],
  django_messaging_message: [
    message(1, dm, 1, { attachment: 'messages/map.png' }),
    message(2, dm, 2, { is_edited: true }),
    message(3, group, 1),
    message(4, group, 2, { is_deleted: true }),
    message(5, group, 3),
    message(6, room, 3),
  ],
  django_messaging_readreceipt: [
    receipt(1, 1, 2, 'seen', 200),
    receipt(2, 3, 2, 'seen', 210),
    receipt(3, 5, 2, 'delivered', 220),
    receipt(4, 5, 1, 'seen', 230),
  ],
  django_messaging_reaction: [
    { id: 1, message_id: 3, user_id: 2, emoji: '👍', created_at: secondsIn(300) },
    { id: 2, message_id: 3, user_id: 3, emoji: '👍', created_at: secondsIn(301) },
    { id: 3, message_id: 3, user_id: 3, emoji: 'ok', created_at: secondsIn(302) },
  ],
}

test('Django Messaging is here as it was there: kinds, roles, edits, deletions, receipts, reactions', async () => {
  const targets = fakeTargets(['1'])
  targets.grant('3', '1', 'view')
  const messaging = createMessaging({ targets })
  onTestFinished(() => messaging.close())
  const source = await openSource((await writeSqlite(tables)) ?? (await writeDump(tables)))
  const summary = await runImport({ importer: djangoMessagingImporter(), source, messaging })
  await source.close()
  expect(summary.imported).toMatchObject({ conversations: 3, members: 4, messages: 6, readers: 3, reactions: 2 })
  expect(Object.values(summary.skipped)).toEqual([1, 1])
  expect(summary.examples['file_stays_where_it_is']).toEqual(['django_messaging_message 1'])

  const one = messaging.as('1')
  const { conversations } = await one.inbox.list({})
  expect(conversations.map(({ kind, title, lastSeq }) => [kind, title, lastSeq])).toEqual([
    ['group', 'Project Team', 3],
    ['direct', null, 2],
  ])
  expect(conversations[0]?.me).toMatchObject({ role: 'admin', unread: { count: 0 }, joinedAt: toldAs(secondsIn(3)) })
  const direct = await one.messages.list({ conversationId: directId('1', '2'), order: 'asc' })
  expect(direct.messages.map(({ body, editedAt }) => [body, editedAt])).toEqual([
    ['message 1', null],
    ['message 2', toldAs(secondsIn(502))],
  ])
  const { messages } = await one.messages.list({ conversationId: conversations[0]?.id ?? '', order: 'asc' })
  expect(messages[0]?.reactions).toEqual([{ emoji: '👍', count: 2, userIds: ['2', '3'] }])
  expect(messages[1]).toMatchObject({ body: null, retractedAt: toldAs(secondsIn(504)) })
  const { receipts } = await one.receipts.list({ conversationId: conversations[0]?.id ?? '' })
  expect(receipts.find(({ userId }) => userId === '2')).toMatchObject({
    readSeq: 1,
    readAt: toldAs(secondsIn(210)),
    deliveredSeq: 3,
    deliveredAt: toldAs(secondsIn(220)),
  })
  const there = await messaging.as('3').conversations.get({ conversationId: roomId({ type: 'project', id: '1' }) })
  expect(there).toMatchObject({ kind: 'room', title: 'The room', memberCount: 1, lastSeq: 1 })
})

test('a room of more people than a batch may have comes whole', async () => {
  await using messaging = createMessaging()
  const people = limits.imported + 3
  const source = await openSource(
    await writeDump({
      ...tables,
      django_messaging_chatroom: [chat(room, 'Everybody', { is_group: true, is_room: true }, null)],
      django_messaging_chatmembership: upTo(people).map((n) => membership(n, room, n, n === 1 ? 'admin' : 'member')),
    }),
  )
  const summary = await runImport({ importer: djangoMessagingImporter(), source, messaging })
  await source.close()
  expect(summary.imported).toMatchObject({ conversations: 1, members: people })
  const [last] = (await messaging.as(String(people)).inbox.list()).conversations
  expect(last).toMatchObject({ title: 'Everybody', memberCount: people, me: { role: 'member' } })
})
