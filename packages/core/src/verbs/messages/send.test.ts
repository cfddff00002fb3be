import { expect, test } from 'vitest'
import { createMessaging } from '../../messaging.ts'
import { systemClock } from '../../ports/clock.ts'
import { randomIds } from '../../ports/ids.ts'

test('who left meanwhile is not told that somebody else used the id, whatever was read before', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await bob.messages.send({ conversationId, body: 'so that the slice is known' })
  const { id } = await alice.messages.send({ conversationId, id: randomIds(systemClock()).next(), body: 'hello' })
  await expect(bob.messages.send({ conversationId, id, body: 'hello' })).rejects.toMatchObject({ code: 'id_taken' })
  await bob.messages.send({ conversationId, body: 'so that it is known again' })
  await bob.members.leave({ conversationId })
  await expect(bob.messages.send({ conversationId, id, body: 'hello' })).rejects.toMatchObject({ code: 'not_a_member' })
})
