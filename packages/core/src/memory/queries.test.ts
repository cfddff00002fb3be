import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'

test('to who left, a member of that moment stays one after leaving and coming back', async () => {
  await using messaging = createMessaging()
  const [alice, bob, carol] = [messaging.as('alice'), messaging.as('bob'), messaging.as('carol')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  const left = await bob.members.leave({ conversationId })
  await carol.members.leave({ conversationId })
  await alice.members.add({ conversationId, userIds: ['carol'] })
  expect(await bob.conversations.get({ conversationId })).toEqual(left)
  const { members } = await bob.members.list({ conversationId })
  expect(members.map(({ userId }) => userId)).toEqual(['alice', 'carol'])
})
