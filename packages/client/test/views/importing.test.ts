import { createMessaging } from '@msg/core'
import { newId } from '@msg/testing'
import { expect, it, onTestFinished } from 'vitest'
import { createViews } from '../../src/views/index.ts'
import { bodies, shows } from './support.ts'

const at = '2020-01-01T12:00:00.000Z'

it('what is imported appears in an open timeline, in the inbox and in what is unread', async () => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const ann = messaging.as('ann')
  const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben'] })
  const views = createViews(ann)
  onTestFinished(views.close)
  const [timeline, inbox, unread] = [views.timeline({ conversationId }), views.inbox(), views.unread()]
  await Promise.all([
    shows(timeline, ({ status }) => status === 'ready'),
    shows(inbox, ({ status }) => status === 'ready'),
    shows(views.live, ({ state }) => state === 'live'),
  ])
  const old = newId()
  const said = (id: string, body: string) => ({ id: newId(), conversationId: id, authorId: 'ben', body, createdAt: at })
  await messaging.import({
    conversations: [{ id: old, kind: 'group', title: 'old friends', createdBy: 'ben', createdAt: at }],
    members: [{ conversationId: old, userId: 'ann', joinedAt: at }],
    messages: [said(conversationId, 'one'), said(conversationId, 'two'), said(old, 'of old')],
  })
  await Promise.all([
    shows(timeline, ({ rows }) => rows.length === 2),
    shows(inbox, ({ conversations }) => conversations.some(({ id, lastSeq }) => id === old && lastSeq === 1)),
    shows(unread, (totals) => totals?.messages.count === 3),
  ])
  expect(bodies(timeline.get().rows)).toEqual(['one', 'two'])
  expect(inbox.get().conversations.map(({ id }) => id)).toEqual([conversationId, old])
})
