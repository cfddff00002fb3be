import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'
import { systemClock } from '../ports/clock.ts'
import { missedNotifier } from './missed.ts'

/** A clock that can be moved on. */
const movable = () => {
  const { now, after } = systemClock()
  let ahead = 0
  return {
    clock: { now: () => now() + ahead, after },
    pass: (minutes: number) => {
      ahead += minutes * 60_000
    },
  }
}

test('who has not got a message within the time is told once, and whoever has got it is not', async () => {
  const { clock, pass } = movable()
  const told: string[] = []
  const missed = missedNotifier({
    minutes: 5,
    onMissed: ({ userId, message, conversation, profiles }) =>
      void told.push([userId, message.body, conversation.kind, profiles.length].join(' ')),
  })
  await using messaging = createMessaging({ clock, notifiers: [missed] })
  const [alice, bob, carol] = [messaging.as('alice'), messaging.as('bob'), messaging.as('carol')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  await alice.messages.send({ conversationId, body: 'one' })
  await alice.messages.send({ conversationId, body: 'two' })
  await carol.receipts.markDelivered({ conversationId, seq: 2 })
  pass(4)
  await alice.messages.send({ conversationId, body: 'three' })
  expect(told).toEqual([])
  pass(2)
  await expect.poll(() => told).toEqual(['bob one group 2'])
  pass(5)
  await expect.poll(() => told).toEqual(['bob one group 2', 'carol three group 2'])
  await bob.receipts.markRead({ conversationId, seq: 3 })
  await alice.messages.send({ conversationId, body: 'four' })
  await carol.inbox.mute({ conversationId, until: '2999-01-01T00:00:00.000Z' })
  pass(6)
  await expect.poll(() => told).toEqual(['bob one group 2', 'carol three group 2', 'bob four group 2'])
})

test('for whom telling fails it is tried again under the same id, and the others are told', async () => {
  const { clock, pass } = movable()
  const told: string[] = []
  let failing = true
  const missed = missedNotifier({
    onMissed: async ({ id, userId }) => {
      if (userId === 'bob' && failing) throw new Error('no push today')
      told.push(`${userId} ${id.split(':').slice(1).join(':')}`)
    },
  })
  await using messaging = createMessaging({ clock, notifiers: [missed] })
  const { message } = await messaging.as('alice').messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hello' })
  expect(message.seq).toBe(1)
  pass(11)
  await expect.poll(() => told).toEqual(['carol 2:carol'])
  // While it is not yet written down who is to be told later, a clock that goes on ends the lease, and all are told anew.
  await expect.poll(() => messaging.notifierCounts().map(({ parked }) => parked)).toEqual([1])
  failing = false
  pass(11)
  await expect.poll(() => told).toEqual(['carol 2:carol', 'bob 2:bob', 'carol 2:carol'])
})
