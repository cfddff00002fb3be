import { expect, test } from 'vitest'
import { createMessaging } from '../../messaging.ts'

test('who left and invites themselves is refused, also where they were known as a member', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await bob.messages.send({ conversationId, body: 'so that the slice is known' })
  await bob.members.leave({ conversationId })
  const back = bob.members.add({ conversationId, userIds: ['bob'] })
  await expect(back).rejects.toMatchObject({ code: 'reinvite_required' })
})
