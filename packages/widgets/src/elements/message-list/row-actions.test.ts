import { createMessaging } from '@msg/core'
import type { HostOptions } from '@msg/core'
import { expect, onTestFinished, test } from 'vitest'
import { en } from '../../i18n/en.ts'
import { actionsOf } from './row-actions.ts'

/** What ana, who began a group with ben, is offered for a message of hers and for one of his. */
const offered = async (features: HostOptions['features'] = {}) => {
  const messaging = createMessaging({ features })
  onTestFinished(() => messaging.close())
  const ana = messaging.as('ana')
  const { id: conversationId } = await ana.conversations.startGroup({ userIds: ['ben'] })
  const mine = await ana.messages.send({ conversationId, body: 'hello' })
  const theirs = await messaging.as('ben').messages.send({ conversationId, body: 'hi' })
  const conversation = await ana.conversations.get({ conversationId })
  return [mine, theirs].map(({ revision: _, ...message }) => {
    const row = { ...message, state: 'sent', writes: [] } as const
    return actionsOf({ row, conversation, me: 'ana', strings: en }).map(({ action }) => action)
  })
}

test('mine may be edited and deleted, others hidden from me', async () => {
  expect(await offered()).toEqual([
    ['react', 'reply', 'edit', 'pin', 'copy', 'delete'],
    ['react', 'reply', 'pin', 'copy', 'hide'],
  ])
})

test('what the host switched off is not offered', async () => {
  expect(await offered({ editing: false, retracting: false, reactions: false })).toEqual([
    ['reply', 'pin', 'copy'],
    ['reply', 'pin', 'copy', 'hide'],
  ])
})
