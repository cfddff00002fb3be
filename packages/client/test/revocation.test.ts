import { expect, test } from 'vitest'
import { nextOf, readTo, serve } from './support/serve.ts'

test('when the host ends my sessions, my subscriptions end with them', async () => {
  const over = new Set<string>()
  const { messaging, client } = await serve({
    authenticate: ({ headers }) => {
      const userId = headers.get('authorization')?.slice('Bearer '.length) ?? ''
      return over.has(userId) ? null : { userId }
    },
  })
  const [alice, bob] = [await client('alice'), await client('bob')]
  const live = await readTo(bob.live.subscribe(), 'ready')
  over.add('bob')
  await messaging.revoke({ userId: 'bob' })
  await expect(nextOf(live)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(alice.inbox.unread()).resolves.toBeDefined()
})

test('whom the host still admits after a revocation comes back by themselves and misses nothing', async () => {
  const { messaging, client } = await serve()
  const [alice, bob] = [await client('alice'), await client('bob')]
  const live = await readTo(bob.live.subscribe(), 'ready')
  await messaging.revoke({ userId: 'bob' })
  await alice.conversations.startDirect({ userId: 'bob' })
  const types: string[] = []
  while (types.length < 2) {
    const event = await nextOf(live)
    if (event.type === 'changes') types.push(...event.changes.map(({ type }) => type))
  }
  expect(types).toEqual(['session.revoked', 'conversation.created'])
})
